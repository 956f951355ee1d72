/**
 * What was dropped and is still looked at before it is sent: the paths as JSON, where they go (null while there is no
 * destination yet) and what the person has chosen so far, as JSON. The checksum is over all of it.
 */
export const waitingDrops = `
CREATE TABLE waiting_drops (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination_id TEXT,
  paths TEXT NOT NULL,
  choices TEXT NOT NULL,
  is_from_outside INTEGER NOT NULL CHECK (is_from_outside IN (0, 1)),
  dropped_at INTEGER NOT NULL,
  checksum TEXT NOT NULL
) STRICT;
`
