import { createHash } from 'node:crypto'
import type { ObjectMetadata } from '../../shared/object-metadata.ts'
import { UploadError } from '../../shared/upload-error.ts'
import type { RequestBody, StoredObject, StoredPart } from '../engine/ports/object-store.ts'
import { requiredText, storedFromHeaders, xmlOf } from './answers.ts'
import { checkObjectKey } from './names.ts'
import { callbackError } from './object-calls.ts'
import type { OssCall } from './oss-call.ts'
import type { OssConnection } from './oss-connection.ts'
import type { HttpAnswer } from './transport.ts'
import { headersForComplete, headersForInitiate, headersForPart } from './upload-headers.ts'
import { childText, encodeEntities } from './xml.ts'

/** OSS puts thousands of parts together before it answers. */
const completeTimeoutMs = 600_000

/** InitiateMultipartUpload: the upload id, opaque text. */
export async function initiateMultipartUpload(
  connection: OssConnection,
  input: { key: string; metadata: ObjectMetadata; signal: AbortSignal },
): Promise<string> {
  checkObjectKey(input.key)
  const answer = await connection.call({
    method: 'POST',
    action: 'oss:PutObject',
    key: input.key,
    query: { uploads: '' },
    headers: headersForInitiate(input.metadata),
    signal: input.signal,
  })
  return requiredText(answer, xmlOf(answer, 'InitiateMultipartUploadResult'), 'UploadId')
}

/** UploadPart, numbers 1 to 10,000; sending the same number again replaces the part. */
export async function uploadPart(
  connection: OssConnection,
  input: {
    key: string
    uploadId: string
    partNumber: number
    body: RequestBody
    metadata: ObjectMetadata
    signal: AbortSignal
  },
): Promise<StoredPart> {
  checkObjectKey(input.key)
  try {
    const answer = await connection.call({
      method: 'PUT',
      action: 'oss:PutObject',
      key: input.key,
      query: { partNumber: String(input.partNumber), uploadId: input.uploadId },
      headers: headersForPart(input.metadata),
      body: input.body,
      signal: input.signal,
    })
    return storedFromHeaders(answer)
  } catch (error) {
    throw error instanceof UploadError ? error.atPart(input.partNumber) : error
  }
}

/**
 * CompleteMultipartUpload with exactly these parts, in the order of their numbers. ETag and CRC come from the headers:
 * with a callback the body is the application's answer instead of OSS's XML.
 */
export async function completeMultipartUpload(
  connection: OssConnection,
  input: {
    key: string
    uploadId: string
    parts: readonly { partNumber: number; etag: string }[]
    metadata: ObjectMetadata
    signal: AbortSignal
  },
): Promise<StoredObject> {
  checkObjectKey(input.key)
  const body = Buffer.from(partListXml(input.parts))
  const call: OssCall = {
    method: 'POST',
    action: 'oss:PutObject',
    key: input.key,
    query: { uploadId: input.uploadId },
    headers: {
      'content-type': 'application/xml',
      // A list damaged on its way is then refused as damaged (`InvalidDigest`) and sent again, not as a wrong list.
      'content-md5': createHash('md5').update(body).digest('base64'),
      ...headersForComplete(input.metadata),
    },
    body,
    signal: input.signal,
    answerTimeoutMs: completeTimeoutMs,
  }
  const answer = await connection.call(call)
  return {
    ...storedFromHeaders(answer, etagInBody(answer)),
    callbackError: callbackError(connection, answer, call),
  }
}

function partListXml(parts: readonly { partNumber: number; etag: string }[]): string {
  const items = [...parts]
    .sort((a, b) => a.partNumber - b.partNumber)
    .map(({ partNumber, etag }) => {
      const quoted = encodeEntities(`"${etag}"`)
      return `<Part><PartNumber>${partNumber}</PartNumber><ETag>${quoted}</ETag></Part>`
    })
  return `<CompleteMultipartUpload>${items.join('')}</CompleteMultipartUpload>`
}

function etagInBody(answer: HttpAnswer): string {
  if (answer.headers.etag !== undefined) return ''
  return childText(xmlOf(answer, 'CompleteMultipartUploadResult'), 'ETag')
}

/** AbortMultipartUpload; an upload id that OSS does not know is gone already. */
export async function abortMultipartUpload(
  connection: OssConnection,
  input: { key: string; uploadId: string; signal: AbortSignal },
): Promise<void> {
  checkObjectKey(input.key)
  try {
    await connection.call({
      method: 'DELETE',
      action: 'oss:AbortMultipartUpload',
      key: input.key,
      query: { uploadId: input.uploadId },
      signal: input.signal,
    })
  } catch (error) {
    if (!(error instanceof UploadError && error.code === 'NoSuchUpload')) throw error
  }
}
