import type { Statement } from 'better-sqlite3'
import type { BatchView } from '../../shared/queue.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { NewBatch } from '../engine/ports.ts'
import type { CheckpointDatabase } from './database.ts'
import { parseJson } from './json-column.ts'
import { rowChecksum } from './row-checksum.ts'
import { recordDamaged } from './upload-checksum.ts'

interface Row {
  id: number
  destination_id: string
  bucket: string
  name: string
  roots: string
  prefix: string
  conflict_policy: string
  metadata: string
  follow_links: number
  resume: number
  checksum: string
}

/** Sums over `counters`, beside the batch's own columns. */
interface ViewRow {
  id: number
  destination_id: string
  name: string
  is_counting: number
  left_out: number
  created_at: number
  files: number
  bytes: number
  confirmed_bytes: number
  done: number
  problems: number
  open: number
}

const listLimit = 500

/** Tables `batches` and `left_out`: what was dropped, and what of it could not be taken. */
export class BatchTable {
  readonly #database: CheckpointDatabase
  readonly #create: Statement<[Omit<Row, 'id'> & { created_at: number }]>
  readonly #counting: Statement<[], Row>
  readonly #one: Statement<[number], Row>
  readonly #finishCounting: Statement<[number]>
  readonly #leaveOut: Statement<[number, string, string]>
  readonly #countLeftOut: Statement<[number, number]>
  readonly #leftOut: Statement<[number, number], { path: string; error: string }>
  readonly #views: Statement<[number], ViewRow>
  readonly #removeEmpty: Statement<[number]>

  constructor(database: CheckpointDatabase) {
    const { sqlite } = database
    this.#database = database
    this.#create = sqlite.prepare(`
      INSERT INTO batches (destination_id, bucket, name, roots, prefix, conflict_policy, metadata, follow_links,
        resume, created_at, checksum)
      VALUES (@destination_id, @bucket, @name, @roots, @prefix, @conflict_policy, @metadata, @follow_links,
        @resume, @created_at, @checksum)`)
    this.#counting = sqlite.prepare('SELECT * FROM batches WHERE is_counting = 1 ORDER BY id')
    this.#one = sqlite.prepare('SELECT * FROM batches WHERE id = ?')
    this.#finishCounting = sqlite.prepare('UPDATE batches SET is_counting = 0 WHERE id = ?')
    this.#leaveOut = sqlite.prepare(
      'INSERT INTO left_out VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET error = excluded.error',
    )
    this.#countLeftOut = sqlite.prepare(
      'UPDATE batches SET left_out = (SELECT count(*) FROM left_out WHERE batch_id = ?) WHERE id = ?',
    )
    this.#leftOut = sqlite.prepare(
      'SELECT path, error FROM left_out WHERE batch_id = ? ORDER BY path LIMIT ?',
    )
    this.#views = sqlite.prepare(`
      SELECT b.id, b.destination_id, b.name, b.is_counting, b.left_out, b.created_at,
        coalesce(sum(c.uploads), 0) AS files,
        coalesce(sum(c.size_bytes), 0) AS bytes,
        coalesce(sum(c.confirmed_bytes), 0) AS confirmed_bytes,
        coalesce(sum(c.uploads) FILTER (WHERE c.status IN ('done', 'skipped')), 0) AS done,
        coalesce(sum(c.uploads) FILTER (WHERE c.status = 'failed'), 0) AS problems,
        coalesce(sum(c.uploads) FILTER (WHERE c.status NOT IN
          ('done', 'skipped', 'failed', 'cancelled-kept', 'cancelled-clean')), 0) AS open
      FROM (SELECT * FROM batches ORDER BY id DESC LIMIT ?) b LEFT JOIN counters c ON c.batch_id = b.id
      GROUP BY b.id ORDER BY b.id DESC`)
    this.#removeEmpty = sqlite.prepare(`
      DELETE FROM batches WHERE is_counting = 0 AND (left_out = 0 OR created_at < ?)
        AND NOT EXISTS (SELECT 1 FROM counters c WHERE c.batch_id = batches.id AND c.uploads > 0)`)
  }

  create(batch: NewBatch, createdAt: number): number {
    const row = toRow(batch)
    const { lastInsertRowid } = this.#create.run({ ...row, created_at: createdAt, checksum: checksumOf(row) })
    return Number(lastInsertRowid)
  }

  find(id: number): NewBatch | null {
    const row = this.#one.get(id)
    return row ? toBatch(row) : null
  }

  /** Batches whose walk has not ended. `isDamaged`: its roots or its target cannot be trusted. */
  counting(): (NewBatch & { id: number; isDamaged: boolean })[] {
    return this.#counting
      .all()
      .map((row) => ({ ...toBatch(row), id: row.id, isDamaged: row.checksum !== checksumOf(row) }))
  }

  finishCounting(id: number): void {
    this.#finishCounting.run(id)
  }

  leaveOut(id: number, entries: readonly { path: string; error: UploadErrorData }[]): void {
    for (const { path, error } of entries) this.#leaveOut.run(id, path, JSON.stringify(error))
    this.#countLeftOut.run(id, id)
  }

  /** What the walk could not take, by path. */
  leftOut(id: number, limit: number): { path: string; error: UploadErrorData }[] {
    return this.#database.read(() =>
      this.#leftOut
        .all(id, limit)
        .map(({ path, error }) => ({ path, error: parseJson(error, recordDamaged) })),
    )
  }

  /** Newest first. */
  views(): BatchView[] {
    return this.#views.all(listLimit).map((row) => ({
      id: row.id,
      destinationId: row.destination_id,
      name: row.name,
      status: row.is_counting ? 'counting' : row.open > 0 ? 'open' : 'finished',
      createdAt: row.created_at,
      files: row.files,
      bytes: row.bytes,
      confirmedBytes: row.confirmed_bytes,
      done: row.done,
      problems: row.problems,
      skippedEntries: row.left_out,
    }))
  }

  /**
   * Deletes finished batches that have no upload left in the list; those with entries that were left out only when
   * they are older than `before` (Unix milliseconds), for their reasons may not have been read yet.
   */
  removeEmpty(before: number): void {
    this.#removeEmpty.run(before)
  }
}

function toRow(batch: NewBatch): Omit<Row, 'id' | 'checksum'> {
  return {
    destination_id: batch.destinationId,
    bucket: batch.bucket,
    name: batch.name,
    roots: JSON.stringify(batch.roots),
    prefix: batch.prefix,
    conflict_policy: batch.conflictPolicy,
    metadata: JSON.stringify(batch.metadata),
    follow_links: batch.followLinks ? 1 : 0,
    resume: batch.resume ? 1 : 0,
  }
}

function toBatch(row: Row): NewBatch {
  return {
    destinationId: row.destination_id,
    bucket: row.bucket,
    name: row.name,
    roots: parseJson<string[]>(row.roots, []),
    prefix: row.prefix,
    conflictPolicy: row.conflict_policy as NewBatch['conflictPolicy'],
    metadata: parseJson(row.metadata, {}),
    followLinks: row.follow_links === 1,
    resume: row.resume === 1,
  }
}

function checksumOf(row: Omit<Row, 'id' | 'checksum'>): string {
  return rowChecksum('batch', [
    row.destination_id,
    row.bucket,
    row.name,
    row.roots,
    row.prefix,
    row.conflict_policy,
    row.metadata,
    row.follow_links,
    row.resume,
  ])
}
