import type { BatchView } from '../../shared/queue.ts'
import { UploadError } from '../../shared/upload-error.ts'
import type { QueueReader } from '../checkpoint/queue-reader.ts'

/** Throws `UploadError` `BatchGone` for a batch that was removed meanwhile. */
export function requireBatch(queue: Pick<QueueReader, 'batch'>, batchId: number): BatchView {
  const batch = queue.batch(batchId)
  if (batch !== null) return batch
  throw new UploadError({
    code: 'BatchGone',
    retry: 'fatal',
    message: 'This batch is no longer in the list.',
    fromServer: false,
    params: { id: batchId },
  })
}
