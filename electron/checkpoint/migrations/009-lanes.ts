/** As `queue-lanes.ts` reads them. */
const laneOfStatus = `CASE new.status WHEN 'done' THEN 1 WHEN 'skipped' THEN 1 WHEN 'cancelled-clean' THEN 1
    WHEN 'failed' THEN 2 WHEN 'cancelled-kept' THEN 3 WHEN 'cleaning' THEN 4
    WHEN 'queued' THEN 0 WHEN 'uploading' THEN 0 WHEN 'completing' THEN 0 WHEN 'verifying' THEN 0
    WHEN 'paused' THEN 0 WHEN 'pausing' THEN 0 WHEN 'waiting' THEN 0 WHEN 'retrying' THEN 0 ELSE 5 END`

/**
 * Every filter of the list is a range of each sorted index, so that no row outside of it is looked at. `lane` tells the
 * ranges apart: 0 what is still to do, 1 done, 2 failed, 3 kept, 4 being cleaned up, 5 a status that cannot be read. What
 * runs stays in lane 0: it is few rows, and moving each twice would cost every upload two writes in every index.
 *
 * A trigger keeps it, and not a generated column: SQLite writes all indexes of a generated column anew with every change
 * of a column it is made of, also where its value stays. For the same reason `section` is made of `lane` now.
 *
 * New rows are queued, lane 0. The batch stands in every index so that the uploads of a batch, or of the batches of a destination, are picked without
 * reading the rows.
 */
export const lanes = `
DROP INDEX uploads_name;
DROP INDEX uploads_size;
DROP INDEX uploads_progress;
DROP INDEX uploads_added;
DROP INDEX uploads_position;
DROP INDEX uploads_status;
DROP INDEX uploads_batch;
ALTER TABLE uploads DROP COLUMN section;
ALTER TABLE uploads ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
ALTER TABLE uploads ADD COLUMN section INTEGER
  GENERATED ALWAYS AS (CASE lane WHEN 0 THEN 0 WHEN 2 THEN 1 WHEN 4 THEN 0 WHEN 5 THEN 0 ELSE 2 END) VIRTUAL;
UPDATE uploads AS new SET lane = ${laneOfStatus} WHERE ${laneOfStatus} <> 0;
CREATE INDEX uploads_name ON uploads (lane, name COLLATE NOCASE, batch_id);
CREATE INDEX uploads_size ON uploads (lane, size_bytes, batch_id);
CREATE INDEX uploads_progress ON uploads (lane, progress, batch_id);
CREATE INDEX uploads_added ON uploads (lane, added_at, batch_id);
CREATE INDEX uploads_position ON uploads (position, batch_id);
CREATE INDEX uploads_status ON uploads (status, position, batch_id);
CREATE INDEX uploads_batch ON uploads (batch_id, section, position);

CREATE TRIGGER uploads_lane_changed AFTER UPDATE OF status ON uploads WHEN new.lane <> ${laneOfStatus}
BEGIN
  UPDATE uploads SET lane = ${laneOfStatus} WHERE id = new.id;
END;
`
