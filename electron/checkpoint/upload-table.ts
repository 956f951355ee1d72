import type { Statement } from 'better-sqlite3'
import type { WaitingCause } from '../../shared/upload-state.ts'
import type { UploadResult } from '../engine/ports/upload-record.ts'
import type { CheckpointDatabase } from './database.ts'
import { ManyRows } from './many-rows.ts'
import { type CheckpointColumns, selectUploads, type UploadTableRow } from './upload-row.ts'

/** Distance between two neighbours in the queue: room for a row that is moved between them later. */
export const positionStep = 1024

export interface NewUploadColumns {
  position: number
  batch_id: number
  destination_id: string
  source_path: string
  name: string
  object_key: string
  /** Null: the batch's. */
  conflict_policy: string | null
  target_checksum: string
  size_bytes: number
  added_at: number
}

/** Everything a status change may write. */
export interface StatusColumns {
  id: number
  status: string
  since: number
  waiting_for: string | null
  reason: string | null
  attempt: number
  next_try_at: number | null
  resent_bytes: number
  run: number
  started_at: number | null
  finished_at: number | null
}

/**
 * Table `uploads`, one row at a time. `upload-store.ts` joins its methods to transactions.
 *
 * `= +?` instead of `= ?`: this SQLite plans a join or a sort anew for every value it is compared with (35 µs, against
 * 2 µs for the query itself), unless the value is an expression.
 */
export class UploadTable {
  readonly #sqlite: CheckpointDatabase['sqlite']
  readonly #lastPosition: Statement<[], number | null>
  readonly #add: Statement<[NewUploadColumns]>
  readonly #addMany: ManyRows
  readonly #find: Statement<[number], UploadTableRow>
  readonly #many: Statement<[string], UploadTableRow>
  readonly #queued: Statement<[string, number], UploadTableRow>
  readonly #waitingFor: Statement<[string], { destinationId: string; count: number }>
  readonly #destinations: Statement<[], string>
  readonly #failUnclaimed: Statement<[{ reason: string; now: number }]>
  readonly #cleaning: Statement<[number], UploadTableRow>
  readonly #setStatus: Statement<[StatusColumns]>
  readonly #rename: Statement<[string, string, string | null, number]>
  readonly #moveFile: Statement<[string, number, string, number]>
  readonly #saveCheckpoint: Statement<[CheckpointColumns & { id: number; checksum: string }]>
  readonly #dropCheckpoint: Statement<[number]>
  readonly #addConfirmed: Statement<[number, number]>
  readonly #setConfirmed: Statement<[number, number]>
  readonly #finish: Statement<
    [Omit<UploadResult, 'warning'> & { reason: string | null; id: number; now: number }]
  >
  readonly #isQueued: Statement<[number]>
  readonly #resumable: Statement<[{ id: number }], UploadTableRow>
  readonly #owns: Statement<[string]>

  constructor({ sqlite }: CheckpointDatabase) {
    this.#sqlite = sqlite
    this.#lastPosition = sqlite.prepare<[], number | null>('SELECT max(position) FROM uploads').pluck()
    this.#add = sqlite.prepare(`
      INSERT INTO uploads (batch_id, destination_id, position, source_path, name, object_key, conflict_policy,
        target_checksum, status, since, size_bytes, added_at)
      VALUES (@batch_id, @destination_id, @position, @source_path, @name, @object_key, @conflict_policy,
        @target_checksum, 'queued', @added_at, @size_bytes, @added_at)
      ON CONFLICT (source_path, batch_id) DO NOTHING`)
    this.#addMany = new ManyRows(
      sqlite,
      7,
      (rows) => `
      INSERT INTO uploads (batch_id, destination_id, position, source_path, name, object_key, conflict_policy,
        target_checksum, status, since, size_bytes, added_at)
      SELECT @batch_id, @destination_id, column1, column2, column3, column4, column5, column6, 'queued', @added_at, column7,
        @added_at FROM ${rows} WHERE true
      ON CONFLICT (source_path, batch_id) DO NOTHING`,
    )
    this.#find = sqlite.prepare(`${selectUploads} WHERE u.id = +?`)
    this.#many = sqlite.prepare(`${selectUploads} WHERE u.id IN (SELECT value FROM json_each(?))`)
    this.#queued = sqlite.prepare(
      `${selectUploads} WHERE u.status = 'queued' AND u.destination_id = +?
        AND NOT EXISTS (SELECT 1 FROM finished WHERE upload_id = u.id) ORDER BY u.position LIMIT +?`,
    )
    this.#waitingFor = sqlite.prepare(`
      SELECT destination_id AS destinationId, count(*) AS count FROM uploads
      WHERE status = 'waiting' AND waiting_for = ? GROUP BY destination_id ORDER BY count DESC`)
    this.#destinations = sqlite.prepare<[], string>('SELECT id FROM destinations').pluck()
    this.#failUnclaimed = sqlite.prepare(`
      WITH RECURSIVE found (id) AS (
        SELECT min(destination_id) FROM uploads WHERE status = 'queued'
        UNION ALL SELECT (SELECT min(destination_id) FROM uploads WHERE status = 'queued' AND destination_id > found.id)
          FROM found WHERE found.id IS NOT NULL)
      UPDATE uploads SET status = 'failed', reason = @reason, since = @now, finished_at = @now
      WHERE status = 'queued' AND destination_id IN
        (SELECT id FROM found WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM destinations))`)
    this.#cleaning = sqlite.prepare(
      `${selectUploads} WHERE u.status = 'cleaning' ORDER BY u.position LIMIT +?`,
    )
    this.#setStatus = sqlite.prepare(`
      UPDATE uploads SET status = @status, since = @since, waiting_for = @waiting_for, reason = @reason,
        attempt = @attempt, next_try_at = @next_try_at, resent_bytes = @resent_bytes, run = @run,
        started_at = @started_at, finished_at = @finished_at
      WHERE id = @id`)
    this.#rename = sqlite.prepare(
      'UPDATE uploads SET object_key = ?, target_checksum = ?, checkpoint_checksum = ? WHERE id = ?',
    )
    this.#moveFile = sqlite.prepare(
      'UPDATE uploads SET source_path = ?, size_bytes = ?, target_checksum = ? WHERE id = ?',
    )
    this.#saveCheckpoint = sqlite.prepare(`
      UPDATE uploads SET plan_mode = @plan_mode, plan_size_bytes = @plan_size_bytes, part_size_bytes = @part_size_bytes,
        part_count = @part_count, file_size_bytes = @file_size_bytes, file_mtime_ns = @file_mtime_ns,
        file_id = @file_id, multipart_upload_id = @multipart_upload_id, initiating_since = @initiating_since,
        all_parts_confirmed = @all_parts_confirmed, checkpoint_checksum = @checksum, size_bytes = @plan_size_bytes
      WHERE id = @id`)
    this.#dropCheckpoint = sqlite.prepare(`
      UPDATE uploads SET plan_mode = NULL, plan_size_bytes = NULL, part_size_bytes = NULL, part_count = NULL,
        file_size_bytes = NULL, file_mtime_ns = NULL, file_id = NULL, multipart_upload_id = NULL,
        initiating_since = NULL, all_parts_confirmed = NULL, checkpoint_checksum = NULL, confirmed_bytes = 0,
        must_start_over = 0
      WHERE id = ?`)
    this.#addConfirmed = sqlite.prepare(
      'UPDATE uploads SET confirmed_bytes = max(0, confirmed_bytes + ?) WHERE id = ?',
    )
    this.#setConfirmed = sqlite.prepare('UPDATE uploads SET confirmed_bytes = ? WHERE id = ?')
    // Part size and count stay: the history tells how the object was sent.
    this.#finish = sqlite.prepare(`
      UPDATE uploads SET status = 'done', lane = 1, since = @now, finished_at = @now, waiting_for = NULL, reason = @reason,
        next_try_at = NULL, confirmed_bytes = size_bytes, plan_mode = NULL, plan_size_bytes = NULL,
        file_size_bytes = NULL, file_mtime_ns = NULL, file_id = NULL, multipart_upload_id = NULL,
        initiating_since = NULL, all_parts_confirmed = NULL, checkpoint_checksum = NULL, must_start_over = 0, etag = @etag,
        crc64_local = @crc64Local, crc64_remote = @crc64Remote, request_id = @requestId
      WHERE id = @id`)
    this.#isQueued = sqlite.prepare(`SELECT 1 FROM uploads WHERE id = ? AND status = 'queued'`)
    this.#resumable = sqlite.prepare(`${selectUploads}
      JOIN uploads mine ON mine.id = +@id
      JOIN batches mine_batch ON mine_batch.id = mine.batch_id
      JOIN destinations mine_destination ON mine_destination.id = mine.destination_id
      WHERE u.source_path = mine.source_path AND u.id <> mine.id AND u.object_key = mine.object_key
        AND u.status IN ('cancelled-kept', 'failed') AND u.plan_mode IS NOT NULL
        AND b.bucket = mine_batch.bucket AND b.metadata = mine_batch.metadata
        AND d.endpoint = mine_destination.endpoint
      ORDER BY u.id DESC`)
    this.#owns = sqlite.prepare('SELECT 1 FROM uploads WHERE multipart_upload_id = ? LIMIT 1')
  }

  /** `count` positions behind everything that is queued, in order. */
  newPositions(count: number): number[] {
    const last = this.#lastPosition.get() ?? 0
    return Array.from({ length: count }, (_, index) => last + (index + 1) * positionStep)
  }

  /** Answers the new row's id; null when the batch already has this source path. */
  add(upload: NewUploadColumns): number | null {
    const { changes, lastInsertRowid } = this.#add.run(upload)
    return changes > 0 ? Number(lastInsertRowid) : null
  }

  /** The same for many rows of one batch that are added at one time; answers how many are new. */
  addMany(uploads: readonly NewUploadColumns[]): number {
    const [first] = uploads
    if (first === undefined) return 0
    const { batch_id, destination_id, added_at } = first
    const rows = uploads.map((row) => [
      row.position,
      row.source_path,
      row.name,
      row.object_key,
      row.conflict_policy,
      row.target_checksum,
      row.size_bytes,
    ])
    return this.#addMany.run(rows, { batch_id, destination_id, added_at })
  }

  find(id: number): UploadTableRow | null {
    return this.#find.get(id) ?? null
  }

  /** In no particular order. */
  findMany(ids: readonly number[]): UploadTableRow[] {
    return this.#many.all(JSON.stringify(ids))
  }

  /** The first queued rows of every destination but these, in queue order, without those that are done already (`FinishedJournal`). */
  queued(limit: number, excludeDestinationIds: readonly string[]): UploadTableRow[] {
    // One look into a small index per destination: a million rows of one that cannot be reached are stepped over.
    return this.#destinations
      .all()
      .filter((id) => !excludeDestinationIds.includes(id))
      .flatMap((id) => this.#queued.all(id, limit))
      .sort((a, b) => a.position - b.position)
      .slice(0, limit)
  }

  /**
   * Queued rows whose destination id is none of ours would be stepped over for ever: a damaged id (R5). They fail,
   * with `reason`. Goes from one id to the next through the index.
   */
  failUnclaimed(reason: string, now: number): void {
    this.#failUnclaimed.run({ reason, now })
  }

  cleaning(limit: number): UploadTableRow[] {
    return this.#cleaning.all(limit)
  }

  setStatus(columns: StatusColumns): void {
    this.#setStatus.run(columns)
  }

  rename(id: number, objectKey: string, targetChecksum: string, checkpointChecksum: string | null): void {
    this.#rename.run(objectKey, targetChecksum, checkpointChecksum, id)
  }

  moveFile(id: number, sourcePath: string, sizeBytes: number, targetChecksum: string): void {
    this.#moveFile.run(sourcePath, sizeBytes, targetChecksum, id)
  }

  /** The upload's size becomes the plan's. */
  saveCheckpoint(id: number, columns: CheckpointColumns, checksum: string): void {
    this.#saveCheckpoint.run({ ...columns, id, checksum })
  }

  dropCheckpoint(id: number): void {
    this.#dropCheckpoint.run(id)
  }

  addConfirmed(id: number, bytes: number): void {
    this.#addConfirmed.run(bytes, id)
  }

  setConfirmed(id: number, bytes: number): void {
    this.#setConfirmed.run(bytes, id)
  }

  finish(id: number, result: UploadResult, now: number): void {
    const { warning, ...facts } = result
    this.#finish.run({ ...facts, reason: warning ? JSON.stringify(warning) : null, id, now })
  }

  isQueued(id: number): boolean {
    return this.#isQueued.get(id) !== undefined
  }

  /** Kept or failed uploads with a checkpoint that this one could go on from, newest first (R13). */
  resumableFor(id: number): UploadTableRow[] {
    return this.#resumable.all({ id })
  }

  ownsMultipartUpload(multipartUploadId: string): boolean {
    return this.#owns.get(multipartUploadId) !== undefined
  }

  /** Runs a statement put together for one command over many rows; answers how many it changed. */
  change(sql: string, values: Record<string, string | number | null>): number {
    return this.#sqlite.prepare<[Record<string, string | number | null>]>(sql).run(values).changes
  }

  /** First column of every row of a query put together for one command. */
  waitingFor(cause: WaitingCause): { destinationId: string; count: number }[] {
    return this.#waitingFor.all(cause)
  }

  pluck(sql: string, values: Record<string, string | number>): number[] {
    return this.#sqlite.prepare<[Record<string, string | number>], number>(sql).pluck().all(values)
  }
}
