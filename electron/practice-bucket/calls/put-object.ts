import type { Answer } from '../http/answer.ts'
import type { ObjectExchange } from '../http/exchange.ts'
import { readTrafficLimit } from '../http/pace.ts'
import { checkContentLength, receiveFile } from '../http/receive-file.ts'
import { readDeclaredDigests } from '../integrity/declared-digests.ts'
import { refuseHeaders } from './refuse-headers.ts'
import { readCallback, withCallback } from './upload-callback.ts'
import { encryptionHeaders, readForbidOverwrite, readObjectAcl, readUploadHeaders } from './upload-headers.ts'

/** Stores the body as an object, at most 5 GB. The object appears at once and whole, or not at all. */
export async function putObject(exchange: ObjectExchange): Promise<Answer> {
  const { context, headers, key, bucketName } = exchange
  refuseHeaders(headers, [
    'x-oss-copy-source',
    'if-modified-since',
    'if-unmodified-since',
    'if-match',
    'if-none-match',
  ])
  const { objects } = context.store.get(bucketName)
  const stored = readUploadHeaders(headers)
  const acl = readObjectAcl(headers)
  const forbidOverwrite = readForbidOverwrite(headers)
  const callback = readCallback(exchange)
  readDeclaredDigests(headers)
  readTrafficLimit(exchange)
  checkContentLength(exchange, { allowsChunked: true })
  if (forbidOverwrite) objects.checkOverwrite(key)

  const file = await receiveFile(exchange)
  const md5 = file.md5.toString('base64')
  const etag = file.md5.toString('hex').toUpperCase()
  try {
    objects.put({
      temporaryName: file.temporaryName,
      forbidOverwrite,
      record: {
        key,
        sizeBytes: file.sizeBytes,
        etag,
        crc64: file.crc64.toString(),
        md5,
        lastModified: context.now(),
        type: 'Normal',
        headers: { ...stored, ...(acl === undefined ? {} : { acl }) },
      },
    })
  } catch (error) {
    await context.store.temporary.discard(file.temporaryName)
    throw error
  }
  const answer: Answer = {
    status: 200,
    headers: {
      ETag: `"${etag}"`,
      'Content-MD5': md5,
      'x-oss-hash-crc64ecma': file.crc64.toString(),
      ...encryptionHeaders(stored),
    },
  }
  const described = {
    bucket: bucketName,
    object: key,
    etag,
    size: file.sizeBytes,
    mimeType: stored.contentType,
  }
  return withCallback(answer, callback, described, exchange)
}
