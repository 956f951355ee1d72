import { UploadError } from '../../shared/upload-error.ts'
import type { ObjectStore, UploadStore } from './ports.ts'

/** An open multipart upload on the bucket that none of our rows owns; it costs storage until it is aborted. */
export interface Orphan {
  key: string
  uploadId: string
  /** Unix milliseconds. */
  initiatedAt: number
  parts: number
  sizeBytes: number
}

export interface OrphanQuery {
  store: ObjectStore
  uploads: Pick<UploadStore, 'ownsMultipartUpload'>
  /** Only keys that begin with it; empty for the whole bucket. */
  prefix: string
  signal: AbortSignal
}

/**
 * Open multipart uploads that are nobody's, oldest first. They may well be another program's or another computer's work
 * in progress: age and size are for a person to judge; nothing is aborted here.
 */
export async function* findOrphans(query: OrphanQuery): AsyncGenerator<Orphan> {
  const { store, uploads, prefix, signal } = query
  const open = await store.listMultipartUploads({ prefix, signal })
  const unowned = open
    .filter(({ uploadId }) => !uploads.ownsMultipartUpload(uploadId))
    .sort((a, b) => a.initiatedAt - b.initiatedAt)
  for (const { key, uploadId, initiatedAt } of unowned) {
    try {
      const parts = await store.listParts({ key, uploadId, signal })
      const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
      yield { key, uploadId, initiatedAt, parts: parts.length, sizeBytes }
    } catch (error) {
      // Completed or aborted since it was listed: no orphan any more.
      if (!(error instanceof UploadError) || error.code !== 'NoSuchUpload') throw error
    }
  }
}
