import type { Statement } from 'better-sqlite3'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { NewBatch } from '../engine/ports/intake-store.ts'
import type { CheckpointDatabase } from './database.ts'
import { parseJson } from './json-column.ts'
import { rowChecksum } from './row-checksum.ts'
import { recordDamaged } from './upload-checksum.ts'

const noExceptions = '{}'

interface Row {
  id: number
  destination_id: string
  bucket: string
  name: string
  roots: string
  prefix: string
  conflict_policy: string
  metadata: string
  exceptions: string
  follow_links: number
  resume: number
  checksum: string
}

/** Tables `batches` and `left_out`: what was dropped, and what of it could not be taken. */
export class BatchTable {
  readonly #database: CheckpointDatabase
  readonly #create: Statement<[Omit<Row, 'id'> & { created_at: number }]>
  readonly #counting: Statement<[], Row>
  readonly #one: Statement<[number], Row>
  readonly #finishCounting: Statement<[number]>
  readonly #leaveOut: Statement<[number, string, string]>
  readonly #countLeftOut: Statement<[number, number]>
  readonly #leftOut: Statement<[number, string, number], { path: string; error: string }>
  readonly #removeEmpty: Statement<[number]>

  constructor(database: CheckpointDatabase) {
    const { sqlite } = database
    this.#database = database
    this.#create = sqlite.prepare(`
      INSERT INTO batches (destination_id, bucket, name, roots, prefix, conflict_policy, metadata, exceptions, follow_links,
        resume, created_at, checksum)
      VALUES (@destination_id, @bucket, @name, @roots, @prefix, @conflict_policy, @metadata, @exceptions, @follow_links,
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
      'SELECT path, error FROM left_out WHERE batch_id = ? AND path > ? ORDER BY path LIMIT ?',
    )
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

  /** What the walk could not take, by path, from behind `after` on. */
  leftOut(id: number, limit: number, after = ''): { path: string; error: UploadErrorData }[] {
    return this.#database.read(() =>
      this.#leftOut
        .all(id, after, limit)
        .map(({ path, error }) => ({ path, error: parseJson(error, recordDamaged) })),
    )
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
    exceptions: JSON.stringify(batch.exceptions ?? {}),
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
    ...(row.exceptions !== noExceptions && { exceptions: parseJson(row.exceptions, {}) }),
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
    // Batches from before there were any must keep their checksum.
    ...(row.exceptions === noExceptions ? [] : [row.exceptions]),
  ])
}
