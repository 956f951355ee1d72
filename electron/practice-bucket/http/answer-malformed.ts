import type { Duplex } from 'node:stream'
import { OssError } from '../wire/oss-error.ts'
import { errorDocument } from './error-answer.ts'
import type { HandlerOptions } from './handle-request.ts'
import { newRequestId, standardHeaders } from './handle-request.ts'

/**
 * Bytes that are not HTTP, heads that are too long, bodies cut
 * short by the end of the connection: answered, then closed.
 */
export function answerMalformed(
  error: Error & { code?: string },
  socket: Duplex,
  { context }: HandlerOptions,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const ossError = explain(error.code)
  const requestId = newRequestId()
  const text = errorDocument(ossError, { requestId, hostId: context.authority() })
  const headers = {
    ...standardHeaders(requestId, 0, context),
    'Content-Type': 'application/xml',
    'Content-Length': String(Buffer.byteLength(text)),
    Connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${ossError.status} Bad Request\r\n${lines.join('')}\r\n${text}`, () =>
    socket.destroy(),
  )
}

function explain(code: string | undefined): OssError {
  switch (code) {
    case 'HPE_INVALID_EOF_STATE':
      return new OssError(400, 'IncompleteBody', 'The connection ended before the body did.')
    case 'HPE_HEADER_OVERFLOW':
      return new OssError(400, 'BadRequest', 'The head of the request is too long.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new OssError(400, 'RequestTimeout', 'The head of the request did not arrive in time.')
    default:
      return new OssError(400, 'BadRequest', 'The request could not be read.')
  }
}
