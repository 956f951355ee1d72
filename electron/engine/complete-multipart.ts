import { UploadError } from '../../shared/upload-error.ts'
import { assertSameFile } from './file-identity.ts'
import type { StoredObject } from './ports/object-store.ts'
import type { UploadResult } from './ports/upload-record.ts'
import { backOff } from './request-retry.ts'
import { decideRetry } from './retry-policy.ts'
import { asUploadError, type RunContext } from './run-context.ts'
import type { SourceFile } from './send-range.ts'
import { combinedCrc, findWholeObject, settleCompletion } from './settle-completion.ts'
import { withStallGuard } from './stall-guard.ts'

export type Completion = { kind: 'done'; result: UploadResult } | { kind: 'parts-due'; partNumbers: number[] }

/** OSS merges many large parts in its own time. */
const completeWithinMs = 600_000

/**
 * Merges the parts into the object and compares its CRC-64 with that of what was read. "All parts confirmed" is stored
 * before the request goes out; from then on no byte is sent again before the server has said what it has.
 * `isUnclear`: an earlier run has sent Complete already, so look first.
 */
export async function completeMultipart(
  ctx: RunContext,
  source: SourceFile,
  isUnclear: boolean,
): Promise<Completion> {
  const { policy } = ctx.services
  let mustAsk = isUnclear
  let wasInvalidPart = false
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (mustAsk) {
        if (ctx.status !== 'verifying') ctx.move('doubt')
        const settlement = await settleCompletion(ctx)
        if (settlement.kind !== 'open') return settlement
      }
      return { kind: 'done', result: await complete(ctx, source) }
    } catch (thrown) {
      ctx.signal.throwIfAborted()
      const error = asUploadError(thrown)
      // The upload is gone, perhaps since our own Complete did arrive: only the object can tell.
      if (error.code === 'NoSuchUpload') {
        if (!mustAsk) {
          mustAsk = true
          continue
        }
        const result = ctx.hasUnverifiedParts ? await findWholeObject(ctx) : null
        if (result !== null) return { kind: 'done', result }
      }
      if (error.code === 'InvalidPart' && !wasInvalidPart) {
        wasInvalidPart = true
        mustAsk = true
        continue
      }
      if (error.code === 'FileAlreadyExists' && mustAsk) {
        const settlement = await settleCompletion(ctx)
        if (settlement.kind === 'done') return settlement
      }
      if (isAnswerLost(error)) {
        mustAsk = true
        ctx.note('completion-unclear', { code: error.code })
        ctx.move('doubt', { reason: error.data })
      }
      const decision = decideRetry(error.data, attempt, policy, ctx.ports.random)
      if (decision.action !== 'retry') throw error
      await backOff(ctx, 'complete', error, attempt, decision.delayMs)
    }
  }
}

async function complete(ctx: RunContext, source: SourceFile): Promise<UploadResult> {
  const { checkpoint, store, ports, metadata } = ctx
  const uploadId = checkpoint?.multipartUploadId
  if (!checkpoint || !uploadId) throw new Error('Complete needs an upload id')
  // Both: the handle sees writes, the path sees a file put in its place.
  assertSameFile(source.identity, await source.open.identity(), source.path)
  assertSameFile(source.identity, await ports.files.identify(source.path), source.path)
  ctx.signal.throwIfAborted()

  const parts = ctx.confirmedParts()
  const crc64Local = combinedCrc(ctx, parts)
  if (!checkpoint.allPartsConfirmed) ctx.save({ ...checkpoint, allPartsConfirmed: true })
  ctx.move('partsConfirmed', { reason: null })
  const stored = await withStallGuard(
    { clock: ports.clock, signal: ctx.signal, allowanceMs: () => completeWithinMs },
    ({ signal }) =>
      store.completeMultipartUpload({
        key: ctx.objectKey,
        uploadId,
        parts: parts.map(({ partNumber, etag }) => ({ partNumber, etag })),
        metadata,
        signal,
      }),
  )
  return checkedResult(ctx, stored, crc64Local)
}

/** The object as OSS answered it, if it is the bytes we read. Throws `ObjectChecksumMismatch` (class `fatal`, or `restart` where parts were not
 * verified) if not. */
export function checkedResult(ctx: RunContext, stored: StoredObject, crc64Local: string): UploadResult {
  const { etag, crc64: crc64Remote, requestId, callbackError } = stored
  if (crc64Remote !== null && crc64Remote !== crc64Local) {
    throw objectMismatch(ctx, crc64Local, crc64Remote, requestId)
  }
  if (callbackError) {
    ctx.note('callback-failed', { code: callbackError.code })
    ctx.ports.events.onCallbackFailed?.(ctx.objectKey, callbackError)
  }
  return { etag, crc64Local, crc64Remote, requestId, ...(callbackError && { warning: callbackError }) }
}

/** Parts that could not be looked at may have been others than ours: sent again, they are known. */
function objectMismatch(ctx: RunContext, local: string, remote: string, requestId: string): UploadError {
  const { objectKey: key, hasUnverifiedParts } = ctx
  return new UploadError({
    code: 'ObjectChecksumMismatch',
    retry: hasUnverifiedParts ? 'restart' : 'fatal',
    message: `The object ${key} has CRC-64 ${remote}, the file ${local}. Nothing was deleted.`,
    fromServer: false,
    params: { objectKey: key, local, remote },
    requestId,
  })
}

/** The request may have been carried out: nothing came back, or the server failed on the way. */
function isAnswerLost(error: UploadError): boolean {
  const { fromServer, retry, status } = error.data
  if (fromServer) return status !== undefined && status >= 500
  return retry === 'transient' || retry === 'offline' || retry === 'throttled'
}
