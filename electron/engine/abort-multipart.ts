import { UploadError } from '../../shared/upload-error.ts'
import type { ObjectStore } from './ports/object-store.ts'

/** Parts that were being received during an abort may survive it; more than this often is not that. */
const mostRounds = 5

/**
 * Aborts a multipart upload and asks until the server no longer knows it: a part that was still being received when the
 * abort came survives on OSS, and costs money, until it is aborted again. Call it after the last part request has ended.
 * Throws `AbortIncomplete` (class `transient`) when parts keep coming back, and whatever the requests throw.
 */
export async function abortMultipart(
  store: ObjectStore,
  key: string,
  uploadId: string,
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    await store.abortMultipartUpload({ key, uploadId, signal })
    if (await isGone(store, key, uploadId, signal)) return
  }
  throw new UploadError({
    code: 'AbortIncomplete',
    retry: 'transient',
    message: `Parts of ${key} are still on the server after ${mostRounds} aborts; it is tried again later.`,
    fromServer: false,
    params: { objectKey: key },
  })
}

async function isGone(
  store: ObjectStore,
  key: string,
  uploadId: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await store.listParts({ key, uploadId, signal })
    return false
  } catch (error) {
    if (error instanceof UploadError && error.code === 'NoSuchUpload') return true
    // Without the permission to list, the abort's own answer has to do.
    if (error instanceof UploadError && error.code === 'AccessDenied') return true
    throw error
  }
}
