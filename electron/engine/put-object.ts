import { createHash } from 'node:crypto'
import type { PartPlan } from '../../shared/part-plan.ts'
import { checkedResult } from './complete-multipart.ts'
import { crcOfRange } from './crc-of-range.ts'
import { headIfPermitted } from './missing-permission.ts'
import type { SenderSlot } from './multipart-upload.ts'
import { PartSender } from './part-sender.ts'
import type { UploadResult } from './ports/upload-record.ts'
import { asUploadError, type LivePart, type RunContext } from './run-context.ts'
import { type SourceFile, sendRange } from './send-range.ts'

/**
 * The whole file in one request (R12), sent again as the policy says. `wasBegun`: an earlier run may have sent it already,
 * so that an object which is in the way can be our own.
 */
export async function putWhole(
  ctx: RunContext,
  source: SourceFile,
  plan: PartPlan,
  wasBegun: boolean,
  onSender: SenderSlot,
): Promise<UploadResult | null> {
  const { store, objectKey: key, metadata } = ctx
  const range = { partNumber: 1, startOffset: 0, endOffset: plan.sizeBytes }
  let result: UploadResult | null = null

  const send = async (live: LivePart, signal: AbortSignal) => {
    try {
      // Where nothing may be replaced, a body that was stored damaged would be in the way of every further try.
      const digest = metadata.forbidOverwrite ? { contentMd5: await md5OfFile(source, signal) } : {}
      const { stored, crc64 } = await sendRange(ctx, source, range, live, signal, (body, guarded) =>
        store.putObject({ key, body, metadata, ...digest, signal: guarded }),
      )
      result = checkedResult(ctx, stored, crc64)
    } catch (thrown) {
      const error = asUploadError(thrown)
      if (error.code !== 'FileAlreadyExists' || !(wasBegun || live.tries > 1)) throw thrown
      // With overwriting forbidden, our own first try stands in the way of the second.
      result = await findOwnObject(ctx, source)
      if (result === null) throw thrown
    }
    return { partNumber: 1, sizeBytes: plan.sizeBytes, etag: result.etag, crc64: result.crc64Local }
  }
  // Nothing to record: a single request has no half-way state.
  const sender = new PartSender(ctx, {
    todo: [1],
    sizeOf: () => plan.sizeBytes,
    send,
    confirm: () => undefined,
  })
  onSender(sender)
  try {
    await sender.run()
  } finally {
    onSender(null)
  }
  return result
}

/** Base64, as Content-MD5 wants it. */
async function md5OfFile({ open, identity }: SourceFile, signal: AbortSignal): Promise<string> {
  const md5 = createHash('md5')
  if (identity.sizeBytes > 0) {
    const range = { startOffset: 0, endOffset: identity.sizeBytes, signal }
    for await (const chunk of open.read(range)) md5.update(chunk)
  }
  return md5.digest('base64')
}

async function findOwnObject(ctx: RunContext, source: SourceFile): Promise<UploadResult | null> {
  const head = await headIfPermitted(ctx, ctx.objectKey)
  const { sizeBytes } = source.identity
  if (head === null || head === 'not-permitted' || head.sizeBytes !== sizeBytes || head.crc64 === null)
    return null
  const crc64Local = await crcOfRange(ctx, source, 0, sizeBytes)
  if (crc64Local !== head.crc64) return null
  ctx.note('found-complete', {})
  return { etag: head.etag, crc64Local, crc64Remote: head.crc64, requestId: null }
}
