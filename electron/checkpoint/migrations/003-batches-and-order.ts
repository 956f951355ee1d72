/**
 * What the window needs to show batches under their headings, in the order in which their uploads are sent, and to tell
 * how many uploads failed for the same reason.
 *
 * `section` sorts the uploads of a batch: what is still to do, then what failed, then what has ended. `reason_code` is
 * null for a reason that cannot be read: a damaged record must still be able to change its status.
 */
export const batchesAndOrder = `
ALTER TABLE uploads ADD COLUMN section INTEGER
  GENERATED ALWAYS AS (CASE WHEN status = 'failed' THEN 1
    WHEN status IN ('done', 'skipped', 'cancelled-kept', 'cancelled-clean') THEN 2 ELSE 0 END) VIRTUAL;
DROP INDEX uploads_batch;
CREATE INDEX uploads_batch ON uploads (batch_id, section, position);

CREATE INDEX uploads_added ON uploads (added_at);

ALTER TABLE uploads ADD COLUMN reason_code TEXT
  GENERATED ALWAYS AS (CASE WHEN json_valid(reason) THEN CAST(json_extract(reason, '$.code') AS TEXT) END) VIRTUAL;
CREATE INDEX uploads_problem ON uploads (reason_code) WHERE status = 'failed';
`
