import type { Statement } from 'better-sqlite3'
import type { PartRecord } from '../engine/ports/upload-record.ts'
import type { CheckpointDatabase } from './database.ts'
import { rowChecksum } from './row-checksum.ts'

/** What a part's checksum ties it to: our row, and OSS's upload id (a part of another multipart upload is worthless). */
export interface PartOwner {
  uploadId: number
  multipartUploadId: string | null
}

interface Row {
  part_number: number
  size_bytes: number
  etag: string
  crc64: string
  checksum: string
}

/** Table `parts`: confirmed parts of uploads that are not complete (R2). */
export class PartTable {
  readonly #all: Statement<[number], Row>
  readonly #sizeOf: Statement<[number, number], number>
  readonly #save: Statement<[number, number, number, string, string, number, string]>
  readonly #remove: Statement<[number, number]>
  readonly #removeAll: Statement<[number]>
  readonly #runs: Statement<[number], { part_number: number; run: number }>
  readonly #countBefore: Statement<[number, number], number>

  constructor({ sqlite }: CheckpointDatabase) {
    // `= +?`: see `UploadTable`.
    this.#all = sqlite.prepare(
      'SELECT part_number, size_bytes, etag, crc64, checksum FROM parts WHERE upload_id = +? ORDER BY part_number',
    )
    this.#sizeOf = sqlite
      .prepare<[number, number], number>(
        'SELECT size_bytes FROM parts WHERE upload_id = ? AND part_number = ?',
      )
      .pluck()
    this.#save = sqlite.prepare(`INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET size_bytes = excluded.size_bytes, etag = excluded.etag, crc64 = excluded.crc64,
        run = excluded.run, checksum = excluded.checksum`)
    this.#remove = sqlite.prepare('DELETE FROM parts WHERE upload_id = ? AND part_number = ?')
    this.#removeAll = sqlite.prepare('DELETE FROM parts WHERE upload_id = ?')
    this.#runs = sqlite.prepare('SELECT part_number, run FROM parts WHERE upload_id = ?')
    this.#countBefore = sqlite
      .prepare<[number, number], number>('SELECT count(*) FROM parts WHERE upload_id = ? AND run < ?')
      .pluck()
  }

  /** Parts with a right checksum, ascending, and how many had a wrong one (R5). */
  verified(owner: PartOwner): { parts: PartRecord[]; damaged: number } {
    const rows = this.#all.all(owner.uploadId)
    const parts = rows.map(toPart).filter((part, index) => rows[index]?.checksum === checksumOf(owner, part))
    return { parts, damaged: rows.length - parts.length }
  }

  /** Bytes recorded for one part; 0 when there is none. */
  sizeOf(uploadId: number, partNumber: number): number {
    return this.#sizeOf.get(uploadId, partNumber) ?? 0
  }

  save(owner: PartOwner, part: PartRecord, run: number): void {
    const { partNumber, sizeBytes, etag, crc64 } = part
    this.#save.run(owner.uploadId, partNumber, sizeBytes, etag, crc64, run, checksumOf(owner, part))
  }

  remove(uploadId: number, partNumber: number): void {
    this.#remove.run(uploadId, partNumber)
  }

  removeAll(uploadId: number): void {
    this.#removeAll.run(uploadId)
  }

  /** Which run of the upload confirmed each recorded part. */
  runs(uploadId: number): { partNumber: number; run: number }[] {
    return this.#runs.all(uploadId).map((row) => ({ partNumber: row.part_number, run: row.run }))
  }

  /** How many recorded parts an earlier run confirmed. */
  countBefore(uploadId: number, run: number): number {
    return this.#countBefore.get(uploadId, run) ?? 0
  }
}

function toPart(row: Row): PartRecord {
  return { partNumber: row.part_number, sizeBytes: row.size_bytes, etag: row.etag, crc64: row.crc64 }
}

function checksumOf(owner: PartOwner, part: PartRecord): string {
  return rowChecksum('part', [
    owner.uploadId,
    owner.multipartUploadId,
    part.partNumber,
    part.sizeBytes,
    part.etag,
    part.crc64,
  ])
}
