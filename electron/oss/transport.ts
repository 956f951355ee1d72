import type { Dispatcher } from 'undici'
import { UploadError } from '../../shared/upload-error.ts'
import type { RequestBody } from '../engine/ports/object-store.ts'
import { AnswerCollector } from './answer-collector.ts'
import { networkError } from './network-error.ts'
import { outgoingBody } from './outgoing-body.ts'

/** One HTTP request, complete and signed. */
export interface HttpRequest {
  origin: string
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Path and query as they go on the wire. */
  target: string
  headers: Readonly<Record<string, string>>
  body?: Uint8Array | RequestBody
  signal: AbortSignal
  /** How long the answer may take after the last byte was sent, and how long the sending may stand still. */
  answerTimeoutMs: number
  maxAnswerBytes: number
}

export interface HttpAnswer {
  status: number
  /** Lower-case names; repeated headers are joined with `, `. */
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** How long the rest of an answer may stand still. */
const answerStallMs = 60_000

/**
 * Sends one request and reads the whole answer, whatever its status; no retries, no redirects. Rejects with the
 * signal's reason at once when it aborts (the connection is then reset), with what the body threw, or with an
 * `UploadError` that says what went wrong below HTTP.
 */
export async function send(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpAnswer> {
  const { signal, maxAnswerBytes } = request
  signal.throwIfAborted()
  const sent = outgoingBody(request.body, signal)
  const collector = new AnswerCollector({
    signal,
    maxAnswerBytes,
    refuse: (status) => (status < 300 && !sent.isComplete() ? tooEarly(request) : null),
    tooLarge: () => tooLarge(request),
  })
  try {
    dispatcher.dispatch(wireOptions(request, sent.body), collector)
    const { status, headers, body } = await collector.answer
    return { status, headers: plainHeaders(headers), body }
  } catch (error) {
    signal.throwIfAborted()
    throw networkError(error, new URL(request.origin).host)
  }
}

/** The same with the body as a stream, for what may be large; a body that is not read to its end must be destroyed. */
export async function sendForStream(
  dispatcher: Dispatcher,
  request: HttpRequest,
): Promise<Omit<HttpAnswer, 'body'> & { body: Dispatcher.ResponseData['body'] }> {
  const { signal } = request
  signal.throwIfAborted()
  const sent = outgoingBody(request.body, signal)
  const answer = dispatcher.request({ ...wireOptions(request, sent.body), signal })
  try {
    const { statusCode: status, headers, body } = await unlessAborted(answer, signal)
    if (status < 300 && !sent.isComplete()) {
      body.on('error', () => undefined).destroy()
      throw tooEarly(request)
    }
    return { status, headers: plainHeaders(headers), body }
  } catch (error) {
    signal.throwIfAborted()
    throw networkError(error, new URL(request.origin).host)
  }
}

function wireOptions(
  request: HttpRequest,
  body: ReturnType<typeof outgoingBody>['body'],
): Dispatcher.DispatchOptions & { origin: string } {
  return {
    origin: request.origin,
    path: request.target,
    method: request.method,
    headers: wireHeaders(request),
    body,
    headersTimeout: request.answerTimeoutMs,
    bodyTimeout: answerStallMs,
    // undici would close the connection after each HEAD.
    reset: false,
  }
}

/** Header values travel as UTF-8 bytes, which undici takes as one character per byte. */
function wireHeaders({ headers, body }: HttpRequest): Record<string, string> {
  const wire: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name] ?? ''
    wire[name] = beyondAscii.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value
  }
  if (body) wire['content-length'] = String(body instanceof Uint8Array ? body.byteLength : body.lengthBytes)
  return wire
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with the control characters.
const beyondAscii = /[^\x00-\x7f]/

/**
 * Settles with the promise, or rejects with the reason of the signal
 * at once; undici notices an abort only once it has a connection.
 */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    const end = () => signal.removeEventListener('abort', onAbort)
    promise.then(resolve, reject).then(end, end)
  })
}

/** The whole body within `maxAnswerBytes`. */
export async function readAnswerBody(
  body: AsyncIterable<Buffer>,
  status: number,
  request: HttpRequest,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  try {
    for await (const chunk of body) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > request.maxAnswerBytes) throw tooLarge(request)
      chunks.push(chunk)
    }
  } catch (error) {
    request.signal.throwIfAborted()
    // Server trouble is server trouble without its text; what a 403 or 404 means only the text tells.
    if (status >= 500) return Buffer.alloc(0)
    throw networkError(error, new URL(request.origin).host)
  }
  return Buffer.concat(chunks)
}

/** Nobody can have stored what was not sent. */
function tooEarly(request: HttpRequest): UploadError {
  const host = new URL(request.origin).host
  return new UploadError({
    code: 'BadAnswer',
    retry: 'transient',
    message: `${host}: the answer reported success before the body was sent.`,
    fromServer: false,
    params: { host },
  })
}

function tooLarge(request: HttpRequest): UploadError {
  const host = new URL(request.origin).host
  return new UploadError({
    code: 'AnswerTooLarge',
    retry: 'transient',
    message: `${host}: the answer has more than ${request.maxAnswerBytes} bytes.`,
    fromServer: false,
    params: { host, max: request.maxAnswerBytes },
  })
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}
