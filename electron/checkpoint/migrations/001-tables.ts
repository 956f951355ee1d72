/**
 * The tables. Frozen: a later change is a later migration.
 *
 * `counters` holds how many uploads, bytes and confirmed bytes each batch has in each status. Triggers keep it, so
 * that a million rows need not be counted at start and no change of a status can forget it. Its batches are not
 * enforced: an upload whose batch id was damaged must still be able to fail.
 * `uploads.run` counts starts: parts of an earlier run than the present one are the ones that were kept.
 */
export const tables = `
CREATE TABLE session (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  changed_at INTEGER NOT NULL
) STRICT;
INSERT INTO session (id, is_open, changed_at) VALUES (1, 0, 0);

CREATE TABLE settings (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE destinations (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('oss', 'practice')),
  endpoint TEXT NOT NULL,
  region TEXT NOT NULL,
  bucket TEXT NOT NULL,
  prefix TEXT NOT NULL,
  signature_version TEXT NOT NULL CHECK (signature_version IN ('v4', 'v1')),
  is_custom_domain INTEGER NOT NULL CHECK (is_custom_domain IN (0, 1)),
  metadata TEXT NOT NULL,
  access_key_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  checksum TEXT NOT NULL
) STRICT;

CREATE TABLE credentials (
  destination_id TEXT PRIMARY KEY NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
  sealed BLOB NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination_id TEXT NOT NULL REFERENCES destinations (id),
  bucket TEXT NOT NULL,
  name TEXT NOT NULL,
  roots TEXT NOT NULL,
  prefix TEXT NOT NULL,
  conflict_policy TEXT NOT NULL CHECK (conflict_policy IN ('overwrite', 'skip', 'rename', 'different')),
  metadata TEXT NOT NULL,
  follow_links INTEGER NOT NULL CHECK (follow_links IN (0, 1)),
  resume INTEGER NOT NULL CHECK (resume IN (0, 1)),
  is_counting INTEGER NOT NULL DEFAULT 1 CHECK (is_counting IN (0, 1)),
  left_out INTEGER NOT NULL DEFAULT 0 CHECK (left_out >= 0),
  created_at INTEGER NOT NULL,
  checksum TEXT NOT NULL
) STRICT;
CREATE INDEX batches_counting ON batches (id) WHERE is_counting = 1;
CREATE INDEX batches_destination ON batches (destination_id);

CREATE TABLE left_out (
  batch_id INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  error TEXT NOT NULL,
  PRIMARY KEY (batch_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE uploads (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  batch_id INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  destination_id TEXT NOT NULL REFERENCES destinations (id),
  position INTEGER NOT NULL,
  source_path TEXT NOT NULL,
  name TEXT NOT NULL,
  object_key TEXT NOT NULL,
  target_checksum TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN (
    'queued', 'uploading', 'pausing', 'paused', 'waiting', 'retrying', 'completing', 'verifying',
    'done', 'skipped', 'failed', 'cleaning', 'cancelled-kept', 'cancelled-clean'
  )),
  waiting_for TEXT CHECK (waiting_for IN ('network', 'credentials', 'file', 'disk', 'schedule')),
  reason TEXT,
  since INTEGER NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  next_try_at INTEGER,
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  confirmed_bytes INTEGER NOT NULL DEFAULT 0 CHECK (confirmed_bytes >= 0),
  resent_bytes INTEGER NOT NULL DEFAULT 0 CHECK (resent_bytes >= 0),
  run INTEGER NOT NULL DEFAULT 0,
  added_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  plan_mode TEXT CHECK (plan_mode IN ('put', 'multipart')),
  plan_size_bytes INTEGER CHECK (plan_size_bytes >= 0),
  part_size_bytes INTEGER CHECK (part_size_bytes >= 0),
  part_count INTEGER CHECK (part_count BETWEEN 1 AND 10000),
  file_size_bytes INTEGER,
  file_mtime_ns TEXT,
  file_id TEXT,
  multipart_upload_id TEXT,
  initiating_since INTEGER,
  all_parts_confirmed INTEGER CHECK (all_parts_confirmed IN (0, 1)),
  checkpoint_checksum TEXT,
  etag TEXT,
  crc64_local TEXT,
  crc64_remote TEXT,
  request_id TEXT
) STRICT;
CREATE UNIQUE INDEX uploads_source ON uploads (source_path, batch_id);
CREATE INDEX uploads_batch ON uploads (batch_id);
CREATE INDEX uploads_position ON uploads (position, destination_id);
CREATE INDEX uploads_status ON uploads (status, position, destination_id);
CREATE INDEX uploads_queued ON uploads (destination_id, position) WHERE status = 'queued';
CREATE INDEX uploads_multipart ON uploads (multipart_upload_id) WHERE multipart_upload_id IS NOT NULL;
CREATE INDEX uploads_finished ON uploads (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE parts (
  upload_id INTEGER NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
  part_number INTEGER NOT NULL CHECK (part_number BETWEEN 1 AND 10000),
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  etag TEXT NOT NULL,
  crc64 TEXT NOT NULL,
  run INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  PRIMARY KEY (upload_id, part_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  upload_id INTEGER NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX events_upload ON events (upload_id, id);

CREATE TABLE counters (
  batch_id INTEGER NOT NULL,
  status TEXT NOT NULL,
  uploads INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  confirmed_bytes INTEGER NOT NULL,
  PRIMARY KEY (batch_id, status)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER batches_removed AFTER DELETE ON batches BEGIN
  DELETE FROM counters WHERE batch_id = old.id;
END;

CREATE TRIGGER uploads_count_added AFTER INSERT ON uploads BEGIN
  INSERT INTO counters VALUES (new.batch_id, new.status, 1, new.size_bytes, new.confirmed_bytes)
    ON CONFLICT DO UPDATE SET uploads = uploads + 1, size_bytes = size_bytes + excluded.size_bytes,
      confirmed_bytes = confirmed_bytes + excluded.confirmed_bytes;
END;

CREATE TRIGGER uploads_count_changed AFTER UPDATE OF status, size_bytes, confirmed_bytes ON uploads
WHEN old.status <> new.status OR old.size_bytes <> new.size_bytes OR old.confirmed_bytes <> new.confirmed_bytes
BEGIN
  UPDATE counters SET uploads = uploads - 1, size_bytes = size_bytes - old.size_bytes,
    confirmed_bytes = confirmed_bytes - old.confirmed_bytes
    WHERE batch_id = old.batch_id AND status = old.status;
  INSERT INTO counters VALUES (new.batch_id, new.status, 1, new.size_bytes, new.confirmed_bytes)
    ON CONFLICT DO UPDATE SET uploads = uploads + 1, size_bytes = size_bytes + excluded.size_bytes,
      confirmed_bytes = confirmed_bytes + excluded.confirmed_bytes;
END;

CREATE TRIGGER uploads_count_removed AFTER DELETE ON uploads BEGIN
  UPDATE counters SET uploads = uploads - 1, size_bytes = size_bytes - old.size_bytes,
    confirmed_bytes = confirmed_bytes - old.confirmed_bytes
    WHERE batch_id = old.batch_id AND status = old.status;
END;
`
