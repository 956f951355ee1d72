import { findLostMultipart } from './lost-multipart.ts'
import type { Checkpoint } from './ports/upload-record.ts'
import { request } from './request-retry.ts'
import type { RunContext } from './run-context.ts'

/**
 * Obtains the upload id and stores it. The time of the first try is stored before the request goes out: when the answer
 * is lost, to the network or to a crash, the next try looks for the upload it made instead of opening a second one.
 */
export async function openMultipart(ctx: RunContext, checkpoint: Checkpoint): Promise<string> {
  const { store, objectKey: key, metadata, ports } = ctx
  const wasSentBefore = checkpoint.initiatingSince !== null
  const initiatingSince = checkpoint.initiatingSince ?? ports.clock.now()
  if (!wasSentBefore) ctx.save({ ...checkpoint, initiatingSince })

  let wasFound = false
  const uploadId = await request(ctx, 'initiate', async (signal, attempt) => {
    if (wasSentBefore || attempt > 1) {
      const own = await findLostMultipart({ store, uploads: ports.uploads, key, initiatingSince, signal })
      if (own !== null) {
        wasFound = true
        return own
      }
    }
    return store.initiateMultipartUpload({ key, metadata, signal })
  })
  ctx.save({ ...checkpoint, initiatingSince, multipartUploadId: uploadId })
  if (wasFound) ctx.note('multipart-adopted', { multipartUploadId: uploadId })
  return uploadId
}
