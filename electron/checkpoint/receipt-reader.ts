import type { Statement } from 'better-sqlite3'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { UploadStatus } from '../../shared/upload-state.ts'
import type { CheckpointDatabase } from './database.ts'
import { selectUploads, type UploadTableRow } from './upload-row.ts'
import { toUploadRow } from './upload-view.ts'

/** What there is to certify about one upload. Times are Unix milliseconds. */
export interface ReceiptRow {
  sourcePath: string
  name: string
  bucket: string
  objectKey: string
  sizeBytes: number
  status: UploadStatus
  reason: UploadErrorData | null
  etag: string | null
  crc64Local: string | null
  crc64Remote: string | null
  requestId: string | null
  addedAt: number
  finishedAt: number | null
}

const rowsAtOnce = 500

/** Reads the uploads of a batch in portions, so that a receipt of a million rows is never in memory. */
export class ReceiptReader {
  readonly #ids: Statement<[number], { first: number | null; last: number | null }>
  readonly #rows: Statement<[number, number, number, number], UploadTableRow>

  constructor({ sqlite }: CheckpointDatabase) {
    this.#ids = sqlite.prepare('SELECT min(id) AS first, max(id) AS last FROM uploads WHERE batch_id = ?')
    this.#rows = sqlite.prepare(`${selectUploads}
      WHERE u.id > ? AND u.id <= ? AND +u.batch_id = ? ORDER BY u.id LIMIT ?`)
  }

  /** In the order of adding. Each step reads what is true then: a batch may go on while its receipt is written. */
  *portions(batchId: number): Generator<ReceiptRow[]> {
    const { first, last } = this.#ids.get(batchId) ?? { first: null, last: null }
    if (first === null || last === null) return
    let after = first - 1
    while (after < last) {
      const rows = this.#rows.all(after, last, batchId, rowsAtOnce)
      if (rows.length === 0) return
      after = rows.at(-1)?.id ?? last
      yield rows.map(toReceiptRow)
    }
  }
}

function toReceiptRow(row: UploadTableRow): ReceiptRow {
  const { sourcePath, name, bucket, objectKey, sizeBytes, status, reason, addedAt, finishedAt } =
    toUploadRow(row)
  return {
    sourcePath,
    name,
    bucket,
    objectKey,
    sizeBytes,
    status,
    reason,
    etag: row.etag,
    crc64Local: row.crc64_local,
    crc64Remote: row.crc64_remote,
    requestId: row.request_id,
    addedAt,
    finishedAt,
  }
}
