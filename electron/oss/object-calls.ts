import type { Readable } from 'node:stream'
import type { ObjectMetadata } from '../../shared/object-metadata.ts'
import { UploadError } from '../../shared/upload-error.ts'
import type { ObjectHead, RequestBody, StoredObject } from '../engine/ports/object-store.ts'
import { badAnswer, crc64Of, storedFromHeaders, unquote } from './answers.ts'
import { checkObjectKey } from './names.ts'
import type { OssCall } from './oss-call.ts'
import type { OssConnection } from './oss-connection.ts'
import type { HttpAnswer } from './transport.ts'
import { headersForPut } from './upload-headers.ts'

/** PutObject: one request, at most 5 GB. */
export async function putObject(
  connection: OssConnection,
  input: {
    key: string
    body: RequestBody
    metadata: ObjectMetadata
    contentMd5?: string
    signal: AbortSignal
  },
): Promise<StoredObject> {
  checkObjectKey(input.key)
  const call: OssCall = {
    method: 'PUT',
    action: 'oss:PutObject',
    key: input.key,
    headers: {
      ...headersForPut(input.metadata),
      ...(input.contentMd5 && { 'content-md5': input.contentMd5 }),
    },
    body: input.body,
    signal: input.signal,
  }
  const answer = await connection.call(call)
  return { ...storedFromHeaders(answer), callbackError: callbackError(connection, answer, call) }
}

/** 203 means: stored, but the callback failed (R19). ETag and CRC are there as for a success. */
export function callbackError(
  connection: OssConnection,
  answer: HttpAnswer,
  call: OssCall,
): StoredObject['callbackError'] {
  if (answer.status !== 203 || !call.headers?.['x-oss-callback']) return null
  return connection.refusal(answer, call).data
}

/** HeadObject; null when there is no such object. */
export async function headObject(
  connection: OssConnection,
  input: { key: string; signal: AbortSignal },
): Promise<ObjectHead | null> {
  checkObjectKey(input.key)
  const answer = await connection
    .call({ method: 'HEAD', action: 'oss:GetObject', ...input })
    .catch((error) => {
      if (error instanceof UploadError && error.code === 'NoSuchKey') return null
      throw error
    })
  return answer && headOf(answer)
}

function headOf(answer: HttpAnswer): ObjectHead {
  const { headers } = answer
  const sizeBytes = Number(headers['content-length'])
  const lastModified = Date.parse(headers['last-modified'] ?? '')
  if (!Number.isSafeInteger(sizeBytes) || !headers.etag) {
    throw badAnswer(answer, 'it lacks the size or the ETag.')
  }
  return {
    sizeBytes,
    etag: unquote(headers.etag),
    crc64: crc64Of(headers['x-oss-hash-crc64ecma']),
    lastModified: Number.isNaN(lastModified) ? 0 : lastModified,
  }
}

/** GetObject as a stream, to be read to its end or destroyed. `headers` have lower-case names. */
export async function getObject(
  connection: OssConnection,
  input: { key: string; signal: AbortSignal },
): Promise<{ head: ObjectHead; headers: Readonly<Record<string, string>>; body: Readable }> {
  checkObjectKey(input.key)
  const answer = await connection.callForStream({ method: 'GET', action: 'oss:GetObject', ...input })
  const head = headOf({ ...answer, body: Buffer.alloc(0) })
  return { head, headers: answer.headers, body: answer.body }
}

/** DeleteObject; succeeds also when there is no such object. */
export async function deleteObject(
  connection: OssConnection,
  input: { key: string; signal: AbortSignal },
): Promise<void> {
  checkObjectKey(input.key)
  await connection.call({ method: 'DELETE', action: 'oss:DeleteObject', ...input })
}

/** A key nobody uses: the answer to a question about it is small, whatever it is. */
const probeKey = '.stevedore-probe'

/**
 * Asks for something small. Resolves when OSS answers: that there is no such object, or that this key may not read
 * (uploading needs no right to read), are good answers. Throws what a real request would.
 */
export async function probe(connection: OssConnection, signal: AbortSignal): Promise<void> {
  try {
    await headObject(connection, { key: probeKey, signal })
  } catch (error) {
    if (error instanceof UploadError && error.code === 'AccessDenied' && error.data.fromServer) return
    throw error
  }
}
