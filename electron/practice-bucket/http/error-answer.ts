import { OssError } from '../wire/oss-error.ts'
import { type XmlNode, xmlDocument } from '../wire/xml.ts'
import type { Answer } from './answer.ts'

interface ErrorContext {
  requestId: string
  hostId: string
  /** False for HEAD: the document then travels in `x-oss-err`. */
  hasBody: boolean
  log(message: string): void
}

/**
 * The error document of OSS. Anything that is not an `OssError`
 * is a fault of ours: 500 `InternalError`, told to the log.
 */
export function errorAnswer(error: unknown, context: ErrorContext): Answer {
  const ossError = error instanceof OssError ? error : internalError(error, context)
  const text = errorDocument(ossError, context)
  const headers = {
    ...ossError.headers,
    ...(ossError.ec === undefined ? {} : { 'x-oss-ec': ossError.ec }),
    ...(context.hasBody ? {} : { 'x-oss-err': Buffer.from(text).toString('base64') }),
  }
  const answer: Answer = { status: ossError.status, headers, errorCode: ossError.code }
  return context.hasBody
    ? { ...answer, body: { kind: 'text', text, contentType: 'application/xml' } }
    : answer
}

export function errorDocument(
  error: OssError,
  { requestId, hostId }: Pick<ErrorContext, 'requestId' | 'hostId'>,
): string {
  const fields: XmlNode[] = Object.entries(error.fields)
  return xmlDocument([
    'Error',
    [
      ['Code', error.code],
      ['Message', error.message],
      ['RequestId', requestId],
      ['HostId', hostId],
      ...fields,
      ['EC', error.ec],
      ['RecommendDoc', error.ec && `https://api.aliyun.com/troubleshoot?q=${error.ec}`],
    ],
  ])
}

function internalError(error: unknown, { requestId, log }: ErrorContext): OssError {
  log(`${requestId} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  const isDiskFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
  const why = isDiskFull ? ' The disk of the practice bucket is full.' : ''
  return new OssError(500, 'InternalError', `We encountered an internal error. Please try again.${why}`)
}
