import { completeMultipart } from './complete-multipart.ts'
import { openMultipart } from './open-multipart.ts'
import { partRange, partSize } from './part-plan.ts'
import { PartSender } from './part-sender.ts'
import type { Checkpoint, UploadResult } from './ports/upload-record.ts'
import { resumeMultipart } from './resume-multipart.ts'
import type { LivePart, RunContext } from './run-context.ts'
import { type SourceFile, sendRange } from './send-range.ts'

/** Who sends parts at the moment; told when a setting changes. */
export type SenderSlot = (sender: PartSender | null) => void

/** A multipart upload from wherever its checkpoint stands to the whole object; null when the user ended it in between. */
export async function uploadInParts(
  ctx: RunContext,
  source: SourceFile,
  checkpoint: Checkpoint,
  onSender: SenderSlot,
): Promise<UploadResult | null> {
  const { plan } = checkpoint
  let isUnclear = false
  let uploadId = checkpoint.multipartUploadId
  if (uploadId === null) {
    uploadId = await openMultipart(ctx, checkpoint)
  } else {
    const whole = await resumeMultipart(ctx, source, checkpoint, uploadId)
    if (whole !== null) return whole
    isUnclear = checkpoint.allPartsConfirmed
  }

  for (;;) {
    if (!(await sendMissingParts(ctx, source, checkpoint, uploadId, onSender))) return null
    const completion = await completeMultipart(ctx, source, isUnclear && ctx.parts.size === plan.partCount)
    if (completion.kind === 'done') return completion.result
    // The server lost parts between our listing and Complete.
    ctx.note('parts-forgotten', { parts: completion.partNumbers.length, reason: 'missing-on-server' })
    ctx.move('tryAgain', { reason: null })
    isUnclear = false
  }
}

async function sendMissingParts(
  ctx: RunContext,
  source: SourceFile,
  { plan }: Checkpoint,
  uploadId: string,
  onSender: SenderSlot,
): Promise<boolean> {
  const todo: number[] = []
  for (let partNumber = 1; partNumber <= plan.partCount; partNumber += 1) {
    if (!ctx.parts.has(partNumber)) todo.push(partNumber)
  }
  if (todo.length === 0) return true
  const { store, objectKey: key, metadata } = ctx
  const send = async (live: LivePart, signal: AbortSignal) => {
    const { partNumber, sizeBytes } = live
    const range = partRange(plan, partNumber)
    const { stored, crc64 } = await sendRange(ctx, source, range, live, signal, (body, guarded) =>
      store.uploadPart({ key, uploadId, partNumber, body, metadata, signal: guarded }),
    )
    live.requestId = stored.requestId
    return { partNumber, sizeBytes, etag: stored.etag, crc64 }
  }
  const sender = new PartSender(ctx, {
    todo,
    sizeOf: (partNumber) => partSize(plan, partNumber),
    send,
    confirm: (part) => ctx.confirm([part]),
  })
  onSender(sender)
  try {
    return await sender.run()
  } finally {
    onSender(null)
  }
}
