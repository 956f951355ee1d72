import { UploadError } from '../../shared/upload-error.ts'
import type { ObjectStore } from './ports/object-store.ts'
import type { UploadStore } from './ports/upload-store.ts'

/**
 * OSS dates an upload by its own clock, and takes requests from computers whose clock is up to 15 minutes off: ours may be
 * that far ahead.
 */
const toleranceMs = 15 * 60_000

export interface LostMultipartQuery {
  store: ObjectStore
  uploads: UploadStore
  key: string
  /** When we first asked for a multipart upload of this key, Unix milliseconds. */
  initiatingSince: number
  signal: AbortSignal
}

/**
 * The multipart upload we asked for but whose id never reached us: open, for exactly this key, not older than our first
 * try as far as two clocks can tell, owned by no row, and still without any part. Anything else may
 * be somebody else's and is left alone. Null when there is none, or when listing is not permitted.
 */
export async function findLostMultipart(query: LostMultipartQuery): Promise<string | null> {
  const { store, uploads, key, initiatingSince, signal } = query
  try {
    const open = await store.listMultipartUploads({ prefix: key, signal })
    const candidates = open
      .filter((upload) => upload.key === key && upload.initiatedAt >= initiatingSince - toleranceMs)
      .filter((upload) => !uploads.ownsMultipartUpload(upload.uploadId))
      .sort((a, b) => b.initiatedAt - a.initiatedAt)
    for (const { uploadId } of candidates) {
      const parts = await store.listParts({ key, uploadId, signal })
      if (parts.length === 0) return uploadId
    }
    return null
  } catch (error) {
    // No permission to list, or it vanished between the two calls: then there is nothing to find.
    if (error instanceof UploadError && (error.retry === 'fatal' || error.retry === 'restart')) return null
    throw error
  }
}
