import { UploadError } from '../../shared/upload-error.ts'
import { crcOfRange } from './crc-of-range.ts'
import { headIfPermitted } from './missing-permission.ts'
import type { RunContext } from './run-context.ts'
import type { SourceFile } from './send-range.ts'

export type ConflictAnswer = { kind: 'go' } | { kind: 'skip'; reason: 'exists' | 'same-content' }

const mostNames = 1000

/**
 * Asks the bucket before the first byte, as the upload's conflict policy says. May change the run's object key.
 */
export async function applyConflictPolicy(ctx: RunContext, source: SourceFile): Promise<ConflictAnswer> {
  const policy = ctx.record.conflictPolicy
  if (policy === 'overwrite') return { kind: 'go' }
  if (policy === 'different')
    return (await isSameContent(ctx, source)) ? skip('same-content') : { kind: 'go' }

  if (policy === 'skip') return (await exists(ctx, ctx.objectKey)) ? skip('exists') : { kind: 'go' }
  await takeFreeName(ctx)
  return { kind: 'go' }
}

function skip(reason: 'exists' | 'same-content'): ConflictAnswer {
  return { kind: 'skip', reason }
}

/** `photo.jpg` → `photo (1).jpg`; numbers go before the last extension of the last path segment. */
export function numberedKey(objectKey: string, number: number): string {
  const nameStart = objectKey.lastIndexOf('/') + 1
  const dot = objectKey.lastIndexOf('.')
  const end = dot > nameStart ? dot : objectKey.length
  return `${objectKey.slice(0, end)} (${number})${objectKey.slice(end)}`
}

/** Moves the run to the first of `name`, `name (1)`, `name (2)` … that the bucket does not have. */
async function takeFreeName(ctx: RunContext): Promise<void> {
  const original = ctx.record.objectKey
  for (let number = 0; number < mostNames; number += 1) {
    const key = number === 0 ? original : numberedKey(original, number)
    if (ctx.takenKeys.has(key) || (await exists(ctx, key))) continue
    if (key === ctx.objectKey) return
    ctx.note('renamed', { from: ctx.objectKey, to: key })
    ctx.objectKey = key
    ctx.move('startOver', { objectKey: key })
    return
  }
  throw new UploadError({
    code: 'NoFreeName',
    retry: 'fatal',
    message: `The bucket has ${original} and ${mostNames - 1} numbered copies of it; choose another prefix.`,
    fromServer: false,
    params: { objectKey: original },
  })
}

/** Where the key may not look, no: overwriting is forbidden with these policies, so OSS itself refuses what exists. */
async function exists(ctx: RunContext, key: string): Promise<boolean> {
  const head = await headIfPermitted(ctx, key)
  if (head === 'not-permitted') noteUnknown(ctx)
  return head !== null && head !== 'not-permitted'
}

function noteUnknown(ctx: RunContext): void {
  ctx.note('existence-unknown', { action: 'oss:GetObject' })
}

/** The object has the file's size and CRC-64. The file is read only when the size already agrees. */
async function isSameContent(ctx: RunContext, source: SourceFile): Promise<boolean> {
  const head = await headIfPermitted(ctx, ctx.objectKey)
  if (head === 'not-permitted') {
    noteUnknown(ctx)
    return false
  }
  if (head === null || head.crc64 === null || head.sizeBytes !== source.identity.sizeBytes) return false
  return head.crc64 === (await crcOfRange(ctx, source, 0, source.identity.sizeBytes))
}
