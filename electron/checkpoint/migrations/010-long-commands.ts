/**
 * Commands over many rows that are being worked off in portions of ids (`after_id` … `last_id`, which was the last one when
 * the command was given): what was asked for outlives a crash in the middle. The checksum is over what never changes.
 */
export const longCommands = `
CREATE TABLE long_commands (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  first_id INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  after_id INTEGER NOT NULL,
  changed INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  checksum TEXT NOT NULL
) STRICT;
`
