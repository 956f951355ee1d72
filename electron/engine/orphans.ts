import type { Orphan, OrphanSize } from '../../shared/recovery.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { abortMultipart } from './abort-multipart.ts'
import type { ObjectStore } from './ports/object-store.ts'
import type { UploadStore } from './ports/upload-store.ts'

export interface OrphanQuery {
  store: ObjectStore
  uploads: Pick<UploadStore, 'ownsMultipartUpload'>
  /** Only keys that begin with it; empty for the whole bucket. */
  prefix: string
  signal: AbortSignal
}

/**
 * Open multipart uploads that none of our rows owns, oldest first; they cost storage until they are aborted. They may well
 * be another program's or another computer's work in progress: age and size are for a person to judge.
 */
export async function findOrphans({ store, uploads, prefix, signal }: OrphanQuery): Promise<Orphan[]> {
  const open = await store.listMultipartUploads({ prefix, signal })
  return open
    .filter(({ uploadId }) => !uploads.ownsMultipartUpload(uploadId))
    .sort((a, b) => a.initiatedAt - b.initiatedAt)
}

/** What lies under one upload id; null when it was completed or aborted since it was listed. */
export async function sizeOfOrphan(
  store: ObjectStore,
  { key, uploadId }: Pick<Orphan, 'key' | 'uploadId'>,
  signal: AbortSignal,
): Promise<OrphanSize | null> {
  try {
    const parts = await store.listParts({ key, uploadId, signal })
    return { parts: parts.length, sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0) }
  } catch (error) {
    if (error instanceof UploadError && error.code === 'NoSuchUpload') return null
    throw error
  }
}

/** Deletes an orphan's parts from the bucket. Throws `UploadOwned` when a row has taken it over since it was listed. */
export async function abortOrphan(
  { store, uploads, signal }: Omit<OrphanQuery, 'prefix'>,
  { key, uploadId }: Pick<Orphan, 'key' | 'uploadId'>,
): Promise<void> {
  if (uploads.ownsMultipartUpload(uploadId)) throw uploadOwned(key)
  await abortMultipart(store, key, uploadId, signal)
}

export function uploadOwned(key: string): UploadError {
  return new UploadError({
    code: 'UploadOwned',
    retry: 'fatal',
    message: `An upload in the list already goes on with ${key}.`,
    fromServer: false,
    params: { objectKey: key },
  })
}
