import { abortMultipart } from './abort-multipart.ts'
import { findLostMultipart } from './lost-multipart.ts'
import type { Checkpoint } from './ports/upload-record.ts'
import { request } from './request-retry.ts'
import { asUploadError, type RunContext } from './run-context.ts'

/**
 * Gives up what was sent so far: aborts the old multipart upload on the server, then forgets the checkpoint. In this
 * order, so that a crash in between leaves nothing on the server that nobody knows. Offline, credentials and a full
 * disk are thrown; when the server will not let us abort, that is written into the history and the upload goes on.
 */
export async function startOver(ctx: RunContext): Promise<void> {
  if (ctx.checkpoint !== null) {
    await abortOld(ctx, ctx.checkpoint)
    ctx.dropCheckpoint()
  }
  ctx.move('startOver', { reason: null })
}

async function abortOld(ctx: RunContext, checkpoint: Checkpoint): Promise<void> {
  const uploadId = await request(ctx, 'list', (signal) => openMultipartOf(ctx, checkpoint, signal))
  if (uploadId === null) return
  try {
    await request(ctx, 'abort', (signal) => abortMultipart(ctx.store, ctx.objectKey, uploadId, signal))
  } catch (thrown) {
    ctx.signal.throwIfAborted()
    const error = asUploadError(thrown)
    if (error.retry !== 'fatal') throw error
    ctx.note('abort-failed', { multipartUploadId: uploadId, code: error.code })
  }
}

async function openMultipartOf(
  ctx: RunContext,
  { multipartUploadId, initiatingSince }: Checkpoint,
  signal: AbortSignal,
): Promise<string | null> {
  if (multipartUploadId !== null || initiatingSince === null) return multipartUploadId
  const { store, objectKey: key, ports } = ctx
  return findLostMultipart({ store, uploads: ports.uploads, key, initiatingSince, signal })
}
