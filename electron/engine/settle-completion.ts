import { UploadError } from '../../shared/upload-error.ts'
import { headIfPermitted, isNotPermitted } from './missing-permission.ts'
import type { ObjectHead } from './ports/object-store.ts'
import type { PartRecord, UploadResult } from './ports/upload-record.ts'
import { reconcile } from './reconcile.ts'
import { request } from './request-retry.ts'
import type { RunContext } from './run-context.ts'

export type Settlement =
  /** The object is whole. */
  | { kind: 'done'; result: UploadResult }
  /** The multipart upload is still open and holds every part: Complete may be sent (again). */
  | { kind: 'open' }
  /** The multipart upload is still open, but these parts have to be sent after all. */
  | { kind: 'parts-due'; partNumbers: number[] }

/** CRC-64 of the whole object from those of its parts. */
export function combinedCrc(ctx: RunContext, parts: readonly PartRecord[]): string {
  let crc = '0'
  for (const part of parts) crc = ctx.ports.crc64.combine(crc, part.crc64, part.sizeBytes)
  return crc
}

/**
 * What became of a Complete whose answer never came, or came from another run: the server's part list and the object's
 * own CRC-64 decide; nothing is sent. Throws `NoSuchUpload` (class `restart`) when the upload is gone and the object is
 * not ours.
 */
export async function settleCompletion(ctx: RunContext): Promise<Settlement> {
  const { store, objectKey: key, checkpoint } = ctx
  const uploadId = checkpoint?.multipartUploadId
  if (!checkpoint || !uploadId) throw new Error('only a multipart upload that was opened can be settled')
  try {
    const remote = await request(ctx, 'list', (signal) => store.listParts({ key, uploadId, signal }))
    const found = reconcile(checkpoint.plan, ctx.confirmedParts(), remote)
    if (found.kind === 'start-over') throw foreignParts(key)
    const due = found.forget.map((part) => part.partNumber)
    ctx.forget(due)
    return due.length === 0 ? { kind: 'open' } : { kind: 'parts-due', partNumbers: due }
  } catch (error) {
    if (isNotPermitted(error)) return settleUnlisted(ctx)
    if (!(error instanceof UploadError) || error.code !== 'NoSuchUpload') throw error
    const result = await findWholeObject(ctx)
    if (result === null) throw error
    return { kind: 'done', result }
  }
}

/** Without the list of parts the object alone can tell; where it is not ours, Complete itself says what is missing. */
async function settleUnlisted(ctx: RunContext): Promise<Settlement> {
  ctx.hasUnverifiedParts = true
  const { checkpoint } = ctx
  const isWhole = checkpoint !== null && ctx.parts.size === checkpoint.plan.partCount
  const result = isWhole ? await lookForOurs(ctx, checkpoint.plan.sizeBytes) : null
  return result === null ? { kind: 'open' } : { kind: 'done', result }
}

/** OSS goes on with a Complete whose client has gone, and large objects take their time to appear. */
const looksAgainAfterMs = [2_000, 5_000, 15_000, 30_000]

/**
 * The object in the bucket, when it is the file we sent; null when it is not, or when too few parts are known to tell.
 * Looks again for a minute when Complete has been sent: nothing costs more than to send a large file twice.
 */
export async function findWholeObject(ctx: RunContext): Promise<UploadResult | null> {
  if (ctx.parts.size !== ctx.checkpoint?.plan.partCount) return null
  const looks = ctx.checkpoint.allPartsConfirmed ? looksAgainAfterMs : []
  for (const delayMs of [0, ...looks]) {
    if (delayMs > 0) await ctx.pause(delayMs)
    const result = await lookForOurs(ctx, ctx.checkpoint.plan.sizeBytes)
    if (result !== null) return result
  }
  return null
}

async function lookForOurs(ctx: RunContext, sizeBytes: number): Promise<UploadResult | null> {
  const head = await headIfPermitted(ctx, ctx.objectKey)
  const crc64Local = combinedCrc(ctx, ctx.confirmedParts())
  if (head === null || head === 'not-permitted' || !isOurs(head, sizeBytes, crc64Local)) return null
  ctx.note('found-complete', {})
  return { etag: head.etag, crc64Local, crc64Remote: head.crc64, requestId: null }
}

function isOurs(head: ObjectHead, sizeBytes: number, crc64: string): boolean {
  return head.sizeBytes === sizeBytes && head.crc64 === crc64
}

export function foreignParts(key: string): UploadError {
  return new UploadError({
    code: 'ForeignParts',
    retry: 'restart',
    message: `Another program sends parts under the same upload id for ${key}.`,
    fromServer: false,
    params: { objectKey: key },
  })
}
