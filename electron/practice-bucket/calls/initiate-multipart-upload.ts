import { type Answer, xmlAnswer } from '../http/answer.ts'
import type { ObjectExchange } from '../http/exchange.ts'
import { refuseHeaders } from './refuse-headers.ts'
import { encryptionHeaders, readForbidOverwrite, readUploadHeaders } from './upload-headers.ts'
import { readEncoding } from './url-encoding.ts'

/** Begins a multipart upload; the object's headers are fixed here, an existing object stays until Complete. */
export function initiateMultipartUpload({
  context,
  headers,
  query,
  bucketName,
  key,
}: ObjectExchange): Answer {
  refuseHeaders(headers, ['if-modified-since', 'if-unmodified-since', 'if-match', 'if-none-match'])
  const encoding = readEncoding(query)
  const { objects, uploads } = context.store.get(bucketName)
  const stored = readUploadHeaders(headers)
  if (readForbidOverwrite(headers)) objects.checkOverwrite(key)
  const { uploadId } = uploads.initiate({
    key,
    initiated: context.now(),
    isSequential: query.has('sequential'),
    headers: stored,
  })
  return xmlAnswer(
    [
      'InitiateMultipartUploadResult',
      [
        ['EncodingType', encoding.type],
        ['Bucket', bucketName],
        ['Key', encoding.encode(key)],
        ['UploadId', uploadId],
      ],
    ],
    encryptionHeaders(stored),
  )
}
