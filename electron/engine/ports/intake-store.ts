import type { ConflictPolicy, ObjectMetadata } from '../../../shared/object-metadata.ts'
import type { UploadErrorData } from '../../../shared/upload-error.ts'

/** A batch as it is created: what was dropped, where it goes, and the choices that hold for all its uploads. */
export interface NewBatch {
  destinationId: string
  bucket: string
  /** Shown as the batch's heading. */
  name: string
  /** Walked again when the program died while counting. */
  roots: readonly string[]
  prefix: string
  conflictPolicy: ConflictPolicy
  /** Another policy for single files, by object key. */
  exceptions?: Readonly<Record<string, ConflictPolicy>>
  metadata: ObjectMetadata
  followLinks: boolean
  resume: boolean
}

export interface NewUpload {
  sourcePath: string
  name: string
  objectKey: string
  sizeBytes: number
  /** The key it would have had, if another file of the drop did not have it: its history says so. */
  renamedFrom?: string
}

/** Where `enqueue` writes what it finds. */
export interface IntakeStore {
  createBatch(batch: NewBatch): number
  /**
   * Adds queued uploads in one transaction. A source path that
   * the batch already has is ignored, so a walk can be repeated.
   */
  addUploads(batchId: number, uploads: readonly NewUpload[]): number
  leaveOut(batchId: number, entries: readonly { path: string; error: UploadErrorData }[]): void
  finishCounting(batchId: number): void
  /** Batches whose walk was cut short by a crash or a quit. */
  unfinishedBatches(): (NewBatch & { id: number })[]
}
