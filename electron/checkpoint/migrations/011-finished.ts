/**
 * Small uploads that are done and whose rows do not say so yet. A table without indexes: what is written here costs one
 * page, where the row itself costs two in each of its indexes. It is emptied into the rows many at a time, before anybody
 * looks at them. The checksum is over all records of one commit.
 */
export const finished = `
CREATE TABLE finished (
  upload_id INTEGER PRIMARY KEY NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  reason TEXT,
  etag TEXT NOT NULL,
  crc64_local TEXT NOT NULL,
  crc64_remote TEXT,
  request_id TEXT,
  checksum TEXT NOT NULL
) STRICT;
`
