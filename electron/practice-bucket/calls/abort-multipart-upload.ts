import type { Answer } from '../http/answer.ts'
import type { ObjectExchange } from '../http/exchange.ts'

/** Throws the upload and its parts away. A part still being received finds the upload gone when it ends. */
export async function abortMultipartUpload({
  context,
  query,
  bucketName,
  key,
}: ObjectExchange): Promise<Answer> {
  const { uploads } = context.store.get(bucketName)
  const uploadId = query.get('uploadId') ?? ''
  const upload = uploads.get(uploadId, key)
  while (upload.completing !== undefined) await upload.completing
  uploads.get(uploadId, key)
  uploads.remove(uploadId)
  return { status: 204 }
}
