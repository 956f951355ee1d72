/**
 * Destinations that may be reached without encryption, and secrets that belong to the program instead of a destination
 * (the password of a proxy), sealed by the system's key store as those in `credentials` are.
 */
export const network = `
ALTER TABLE destinations ADD COLUMN allow_plain_http INTEGER NOT NULL DEFAULT 0 CHECK (allow_plain_http IN (0, 1));

CREATE TABLE program_secrets (
  name TEXT PRIMARY KEY NOT NULL,
  sealed BLOB NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
