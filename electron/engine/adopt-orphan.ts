import { basename } from 'node:path'
import type { ConflictPolicy, ObjectMetadata } from '../../shared/object-metadata.ts'
import type { PartPlan } from '../../shared/part-plan.ts'
import type { Adoption } from '../../shared/recovery.ts'
import { fitPlan } from './fit-plan.ts'
import { noteHistory } from './history.ts'
import { uploadOwned } from './orphans.ts'
import { partRange } from './part-plan.ts'
import { canProve, proveRange } from './part-proof.ts'
import type { Clock } from './ports/clock.ts'
import type { Crc64 } from './ports/crc64.ts'
import type { IntakeStore } from './ports/intake-store.ts'
import type { LocalFiles, OpenFile } from './ports/local-files.ts'
import type { Log } from './ports/log.ts'
import type { ObjectStore, RemotePart } from './ports/object-store.ts'
import type { UploadStore } from './ports/upload-store.ts'

export interface AdoptQuery {
  store: ObjectStore
  uploads: Pick<UploadStore, 'ownsMultipartUpload' | 'adoptOpen' | 'note'>
  intake: IntakeStore
  files: Pick<LocalFiles, 'open'>
  crc64: Crc64
  clock: Clock
  log: Log
  target: {
    destinationId: string
    bucket: string
    conflictPolicy: ConflictPolicy
    metadata: ObjectMetadata
  }
  key: string
  uploadId: string
  /** The local file that the parts are said to be of. */
  path: string
  signal: AbortSignal
}

/** Parts looked at before anything is taken over: first, middle and last. The upload itself proves all of them. */
const samples = 3

/**
 * Takes over an open multipart upload that nobody owns: it becomes an upload of ours that goes on from the parts OSS holds.
 * Each is kept only when its CRC-64 (or, where OSS tells none, its ETag) is that of the local file; the others go up again.
 * Nothing is taken over when the parts cannot be of this file. Throws `NoSuchUpload` when it is gone, `UploadOwned` when a
 * row has it already, and what the file throws.
 */
export async function adoptOrphan(query: AdoptQuery): Promise<Adoption> {
  const { store, uploads, intake, files, key, uploadId, path, signal, target } = query
  const parts = await store.listParts({ key, uploadId, signal })
  const open = await files.open(path)
  try {
    const file = await open.identity()
    if (parts.length === 0) return { kind: 'empty' }
    const plan = fitPlan(parts, file.sizeBytes)
    if (plan === null) return { kind: 'does-not-fit', sizeBytes: file.sizeBytes }
    const wrong = await firstWrong(query, open, plan, parts)
    if (wrong !== null) return { kind: 'other-content', partNumber: wrong }
    if (uploads.ownsMultipartUpload(uploadId)) throw uploadOwned(key)
    const name = basename(path)
    const batchId = intake.createBatch({
      ...target,
      name,
      roots: [path],
      prefix: '',
      followLinks: true,
      resume: true,
    })
    intake.addUploads(batchId, [{ sourcePath: path, name, objectKey: key, sizeBytes: file.sizeBytes }])
    intake.finishCounting(batchId)
    const id = uploads.adoptOpen(batchId, path, {
      plan,
      file,
      multipartUploadId: uploadId,
      initiatingSince: null,
      allPartsConfirmed: false,
    })
    const bytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
    noteHistory(query, id, 'orphan-adopted', { multipartUploadId: uploadId, parts: parts.length, bytes })
    return { kind: 'adopted', id }
  } finally {
    await open.close()
  }
}

async function firstWrong(
  { crc64, signal }: AdoptQuery,
  open: OpenFile,
  plan: PartPlan,
  parts: readonly RemotePart[],
): Promise<number | null> {
  const provable = parts.filter(canProve)
  const last = provable.length - 1
  const chosen = new Set(
    Array.from({ length: samples }, (_, index) => provable[Math.round((last * index) / (samples - 1))]),
  )
  for (const part of chosen) {
    if (part === undefined) continue
    const range = { ...partRange(plan, part.partNumber), signal }
    if ((await proveRange(crc64, open, range, part)) === null) return part.partNumber
  }
  return null
}
