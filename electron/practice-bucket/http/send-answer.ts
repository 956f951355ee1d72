import { closeSync, createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Answer, AnswerBody } from './answer.ts'
import { type BodyReader, ClientGone } from './body-reader.ts'

/** Unread request bodies up to this size are read to the end, so that the connection can be used again. */
const drainBytes = 256 * 1024
/** A larger one is read on for a while after the answer, so that the client sees it before the connection closes. */
const lingerBytes = 64 * 1024 * 1024
const lingerMs = 5000
const drainMs = 1000
const readerIdleMs = 120_000

/** Writes status, headers and body. Answers the number of body bytes handed over. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  body: BodyReader,
): Promise<number> {
  const headers: Record<string, string> = {
    'Content-Length': '0',
    ...headersOfBody(answer.body),
    ...answer.headers,
  }
  // 304 and 204 have no body and so no length.
  if (answer.status === 204 || answer.status === 304) delete headers['Content-Length']

  const isUnread = hasBody(request) && !request.complete
  // A body that stalled is not waited for once more.
  const isClosing = answer.headers?.connection === 'close'
  if (isUnread && body.isWaitingForContinue) {
    // It was never asked for its body; it may send it all the same.
    return lingering(request, response, answer, { ...headers, Connection: 'close' }, drainMs)
  }
  if (isUnread && !isClosing && !(await drain(request, drainBytes, drainMs))) {
    return lingering(request, response, answer, { ...headers, Connection: 'close' }, lingerMs)
  }
  checkOpen(response, answer.body)
  writeHead(response, answer.status, headers)
  if (answer.body === undefined || request.method === 'HEAD') {
    closeBody(answer.body)
    response.end()
    return 0
  }
  if (answer.body.kind === 'text') {
    response.end(answer.body.text)
    return Buffer.byteLength(answer.body.text)
  }
  return sendFile(response, answer.body)
}

/** Names are the same whatever their case, and the last one counts: an override replaces what the object has. */
function writeHead(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.writeHead(status)
}

function headersOfBody(body: AnswerBody | undefined): Record<string, string> {
  if (body === undefined) return {}
  if (body.kind === 'file') return { 'Content-Length': String(body.endOffset - body.startOffset) }
  return { 'Content-Type': body.contentType, 'Content-Length': String(Buffer.byteLength(body.text)) }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** The whole answer goes out at once, but the connection is held open until the client has had time to read it. */
async function lingering(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  headers: Record<string, string>,
  maxMs: number,
): Promise<number> {
  checkOpen(response, answer.body)
  writeHead(response, answer.status, headers)
  const text = answer.body?.kind === 'text' ? answer.body.text : ''
  closeBody(answer.body)
  if (text === '' || request.method === 'HEAD') response.flushHeaders()
  else response.write(text)
  await drain(request, lingerBytes, maxMs)
  response.end()
  return Buffer.byteLength(text)
}

/** Reads and forgets; true when the body ended within the limits. */
function drain(request: IncomingMessage, maxBytes: number, maxMs: number): Promise<boolean> {
  const declared = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY)
  if (maxBytes === drainBytes && declared > maxBytes) return Promise.resolve(false)
  return new Promise((resolve) => {
    let bytes = 0
    const done = () => {
      clearTimeout(timer)
      request.off('data', onData).off('end', done).off('close', done)
      request.pause()
      resolve(request.complete)
    }
    const onData = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) done()
    }
    const timer = setTimeout(done, maxMs)
    request.on('data', onData).on('end', done).on('close', done)
    if (request.complete || request.destroyed) done()
    else request.resume()
  })
}

async function sendFile(response: ServerResponse, body: AnswerBody & { kind: 'file' }): Promise<number> {
  const { descriptor, startOffset, endOffset, bitsPerSecond } = body
  if (endOffset === startOffset) {
    closeBody(body)
    response.end()
    return 0
  }
  const stream = createReadStream('', {
    fd: descriptor,
    start: startOffset,
    end: endOffset - 1,
    // Paced transfers go out in pieces of a quarter of a second.
    highWaterMark: bitsPerSecond === undefined ? 512 * 1024 : Math.ceil(bitsPerSecond / 32),
  })
  // A client that stops reading must not hold the file for ever.
  response.setTimeout(readerIdleMs, () => response.destroy())
  if (bitsPerSecond === undefined) await pipeline(stream, response)
  else await pipeline(stream, paced(bitsPerSecond), response)
  return endOffset - startOffset
}

function paced(bitsPerSecond: number): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      delay((chunk.length * 8000) / bitsPerSecond).then(() => callback(null, chunk), callback)
    },
  })
}

function checkOpen(response: ServerResponse, body: AnswerBody | undefined): void {
  if (!response.destroyed) return
  closeBody(body)
  throw new ClientGone('The connection ended before the answer.')
}

function closeBody(body: AnswerBody | undefined): void {
  if (body?.kind === 'file') closeSync(body.descriptor)
}
