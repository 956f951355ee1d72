import { UploadError, type UploadErrorData } from '../../shared/upload-error.ts'
import { actionOf, isNotPermitted } from './missing-permission.ts'
import { partRange } from './part-plan.ts'
import { proveRange } from './part-proof.ts'
import type { RemotePart } from './ports/object-store.ts'
import type { Checkpoint, PartRecord, UploadResult } from './ports/upload-record.ts'
import { reconcile } from './reconcile.ts'
import { request } from './request-retry.ts'
import type { RunContext } from './run-context.ts'
import type { SourceFile } from './send-range.ts'
import { findWholeObject, foreignParts } from './settle-completion.ts'

/**
 * Brings the recorded parts and the server's list together, after which the run knows exactly the parts that count (R2).
 * Answers the object when it turns out to be complete already.
 * Throws `ProgressDamaged` (R5), `NoSuchUpload` (R14) and `ForeignParts`, all of class `restart`.
 */
export async function resumeMultipart(
  ctx: RunContext,
  source: SourceFile,
  checkpoint: Checkpoint,
  uploadId: string,
): Promise<UploadResult | null> {
  const { store, objectKey: key, ports } = ctx
  const recorded = ports.uploads.parts(ctx.record.id)
  if (recorded.damaged > 0) throw progressDamaged(recorded.damaged)
  // Known before the server is asked: if the upload is gone, they tell whether the object is ours.
  ctx.keep(recorded.parts)

  let remote: RemotePart[]
  try {
    remote = await request(ctx, 'list', (signal) => store.listParts({ key, uploadId, signal }))
  } catch (error) {
    if (isNotPermitted(error)) return trustRecord(ctx, checkpoint, recorded.parts, error)
    if (!(error instanceof UploadError) || error.code !== 'NoSuchUpload') throw error
    // A Complete may have been answered to another run, or to nobody.
    const result = await findWholeObject(ctx)
    if (result === null) throw error
    return result
  }
  const found = reconcile(checkpoint.plan, recorded.parts, remote)
  if (found.kind === 'start-over') throw foreignParts(key)

  ctx.forget(found.forget.map((part) => part.partNumber))
  const reason = found.forget[0]?.reason
  if (reason !== undefined) ctx.note('parts-forgotten', { parts: found.forget.length, reason })

  ctx.confirmedAtStart = ctx.confirmedBytes
  const proved = await proveParts(ctx, source, checkpoint, found.prove)
  const keptParts = found.keep.length + proved
  ctx.note('resumed', {
    keptParts,
    keptBytes: ctx.confirmedBytes,
    partsToSend: checkpoint.plan.partCount - keptParts,
  })
  return null
}

/**
 * Goes on from what is recorded here, since the server may not be asked. Each of these parts was confirmed by OSS with its
 * CRC-64, and that of the whole object, which every Complete answers, shows whether they are still what they were.
 */
function trustRecord(
  ctx: RunContext,
  { plan }: Checkpoint,
  parts: readonly PartRecord[],
  refusal: UploadError,
): null {
  const action = actionOf(refusal)
  ctx.confirmedAtStart = ctx.confirmedBytes
  ctx.hasUnverifiedParts = parts.length > 0
  ctx.note('parts-unverified', { parts: parts.length, action })
  ctx.note('resumed', {
    keptParts: parts.length,
    keptBytes: ctx.confirmedBytes,
    partsToSend: plan.partCount - parts.length,
  })
  // The row keeps its status and says what could not be looked at.
  if (parts.length > 0) ctx.move('startOver', { reason: partsUnverified(refusal, action) })
  return null
}

function partsUnverified(refusal: UploadError, action: string): UploadErrorData {
  return {
    ...refusal.data,
    code: 'PartsUnverified',
    message: `The key may not list parts (${action}): the record of this computer counts, the checksum decides.`,
  }
}

/** Keeps those unrecorded parts of the server that are proved to be our own bytes. Answers how many. */
async function proveParts(
  ctx: RunContext,
  source: SourceFile,
  { plan }: Checkpoint,
  candidates: readonly RemotePart[],
): Promise<number> {
  let parts = 0
  let bytes = 0
  for (const candidate of candidates) {
    const { partNumber, sizeBytes, etag } = candidate
    const range = { ...partRange(plan, partNumber), signal: ctx.signal }
    const crc64 = await proveRange(ctx.ports.crc64, source.open, range, candidate)
    if (crc64 === null) continue
    ctx.confirm([{ partNumber, sizeBytes, etag, crc64 }])
    parts += 1
    bytes += candidate.sizeBytes
  }
  if (parts > 0) ctx.note('parts-proved', { parts, bytes })
  return parts
}

export function progressDamaged(parts: number): UploadError {
  return new UploadError({
    code: 'ProgressDamaged',
    retry: 'restart',
    message: 'The recorded progress is damaged and cannot be trusted: all parts are sent again.',
    fromServer: false,
    params: { parts },
  })
}
