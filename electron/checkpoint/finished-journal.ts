import type { Statement } from 'better-sqlite3'
import type { UploadResult } from '../engine/ports/upload-record.ts'
import type { CheckpointDatabase } from './database.ts'
import { ManyRows, prepareUnchecked } from './many-rows.ts'
import { rowChecksum } from './row-checksum.ts'

/** An upload that is done before its beginning was written. Times are Unix milliseconds. */
export interface FinishedUpload {
  id: number
  startedAt: number
  finishedAt: number
  result: UploadResult
}

interface JournalRow {
  upload_id: number
  started_at: number
  finished_at: number
  reason: string | null
  etag: string
  crc64_local: string
  crc64_remote: string | null
  request_id: string | null
  checksum: string
}

/** The more are carried together, the fewer pages each costs; nothing else happens meanwhile. */
const mostWaiting = 1024
const fewestWaiting = 64
const foldMs = 15

/** Without the LIMIT it would look at every row of the queue to ask whether it is here. */
export const carry = `
  UPDATE uploads SET status = 'done', lane = 1, since = f.finished_at, finished_at = f.finished_at, waiting_for = NULL,
    reason = f.reason, next_try_at = NULL, confirmed_bytes = size_bytes, run = run + 1,
    started_at = coalesce(uploads.started_at, f.started_at), etag = f.etag, crc64_local = f.crc64_local,
    crc64_remote = f.crc64_remote, request_id = f.request_id
  FROM (SELECT * FROM finished LIMIT -1) f WHERE uploads.id = f.upload_id AND +uploads.status = 'queued'`

/**
 * The ends of small uploads on their way into the rows: written down with a commit of their own as soon as they are known,
 * and carried into the rows, dozens at a time, before anybody looks. A row has a dozen indexes: to change four rows with a
 * commit costs ten times of writing four here.
 */
export class FinishedJournal {
  readonly #database: CheckpointDatabase
  readonly #add: ManyRows
  readonly #carry: Statement
  readonly #empty: Statement
  readonly #all: Statement<[], JournalRow>
  readonly #remove: Statement<[number]>
  /** False only where there is nothing for certain. */
  #mayHoldSome = true
  #waiting = 0
  #mostWaiting = mostWaiting / 4

  constructor(database: CheckpointDatabase) {
    const { sqlite } = database
    this.#database = database
    this.#add = new ManyRows(sqlite, 9, (rows) => `INSERT INTO finished SELECT * FROM ${rows}`)
    this.#carry = prepareUnchecked(sqlite, carry)
    this.#empty = sqlite.prepare('DELETE FROM finished')
    this.#all = sqlite.prepare('SELECT * FROM finished ORDER BY upload_id')
    this.#remove = sqlite.prepare('DELETE FROM finished WHERE upload_id = ?')
  }

  /** Part of the transaction that is under way. */
  add(uploads: readonly FinishedUpload[]): void {
    this.#mayHoldSome = true
    this.#waiting += uploads.length
    const rows = uploads.map(({ id, startedAt, finishedAt, result }) => {
      const { warning, etag, crc64Local, crc64Remote, requestId } = result
      const reason = warning ? JSON.stringify(warning) : null
      return [id, startedAt, finishedAt, reason, etag, crc64Local, crc64Remote, requestId]
    })
    rows.sort(([a], [b]) => Number(a) - Number(b))
    const checksum = rowChecksum('finished', rows.flat())
    for (const row of rows) row.push(checksum)
    this.#add.run(rows, {})
  }

  /** So many wait that to carry them takes as long as it may. */
  get isFull(): boolean {
    return this.#waiting >= this.#mostWaiting
  }

  /** Carries everything into the rows; throws what the disk says, and then everything is still here. */
  fold(): void {
    if (!this.#mayHoldSome) return
    const startedAt = performance.now()
    this.#database.writeUnseen(() => {
      this.#carry.run()
      this.#empty.run()
    })
    this.#learn(performance.now() - startedAt)
    // Within a transaction it can still be undone.
    this.#mayHoldSome = this.#database.sqlite.inTransaction
  }

  /**
   * What a killed program left. The records of one commit share a checksum over all of them. A damaged one may name any
   * upload: it is dropped with the others of its commit, at most what went at once, and what they stood for goes
   * again (R5).
   */
  recover(): void {
    this.#database.writeUnseen(() => {
      for (const [checksum, rows] of Map.groupBy(this.#all.all(), (row) => row.checksum)) {
        const fields = rows.flatMap(({ checksum: _, ...row }) => Object.values(row))
        if (checksum === rowChecksum('finished', fields)) continue
        for (const { upload_id } of rows) this.#remove.run(upload_id)
      }
    })
    this.fold()
  }

  /** How long so many took tells how many the next ones may be. */
  #learn(durationMs: number): void {
    if (this.#waiting >= fewestWaiting) {
      const most = Math.round((this.#waiting * foldMs) / Math.max(0.1, durationMs))
      this.#mostWaiting = Math.min(mostWaiting, Math.max(fewestWaiting, most))
    }
    this.#waiting = 0
  }
}
