import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { UploadStatus } from '../../shared/upload-state.ts'
import type { ReceiptRow } from '../checkpoint/receipt-reader.ts'

/** What a receipt says about one file, in the order of its columns. CRC-64 is unsigned decimal text, as OSS writes it. */
export interface ReceiptEntry {
  path: string
  sizeBytes: number | null
  bucket: string | null
  objectKey: string | null
  crc64Local: string | null
  crc64Oss: string | null
  etag: string | null
  requestId: string | null
  /** When it ended, ISO 8601 in UTC; null for what has not. */
  time: string | null
  /** `left-out`: the walk found the entry and could not take it. */
  result: UploadStatus | 'left-out'
  errorCode: string | null
  errorMessage: string | null
}

export const receiptColumns = [
  'path',
  'sizeBytes',
  'bucket',
  'objectKey',
  'crc64Local',
  'crc64Oss',
  'etag',
  'requestId',
  'time',
  'result',
  'errorCode',
  'errorMessage',
] as const satisfies readonly (keyof ReceiptEntry)[]

/** The line of one upload; times in ISO 8601, sizes in bytes, checksums as OSS writes them. */
export function entryOfUpload(row: ReceiptRow): ReceiptEntry {
  return {
    path: row.sourcePath,
    sizeBytes: row.sizeBytes,
    bucket: row.bucket,
    objectKey: row.objectKey,
    crc64Local: row.crc64Local,
    crc64Oss: row.crc64Remote,
    etag: row.etag,
    requestId: row.requestId ?? row.reason?.requestId ?? null,
    time: row.finishedAt === null ? null : new Date(row.finishedAt).toISOString(),
    result: row.status,
    errorCode: row.reason?.code ?? null,
    errorMessage: row.reason?.message ?? null,
  }
}

/** The line of a file that was never queued, with why. */
export function entryOfLeftOut({ path, error }: { path: string; error: UploadErrorData }): ReceiptEntry {
  return {
    path,
    sizeBytes: null,
    bucket: null,
    objectKey: null,
    crc64Local: null,
    crc64Oss: null,
    etag: null,
    requestId: null,
    time: null,
    result: 'left-out',
    errorCode: error.code,
    errorMessage: error.message,
  }
}
