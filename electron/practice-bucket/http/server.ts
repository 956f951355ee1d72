import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { PracticeBucketError } from '../practice-bucket-error.ts'
import { answerMalformed } from './answer-malformed.ts'
import { type HandlerOptions, handleRequest } from './handle-request.ts'

export interface HttpServerOptions extends HandlerOptions {
  host: string
  port: number
}

export interface HttpServer {
  port: number
  close(): Promise<void>
}

/** User metadata is 8 KB, a callback and its variables 5 KB each, a key 3 KB encoded; all in one request head. */
const maxHeaderBytes = 64 * 1024

/** Listens; every request ends in `handleRequest`, every stream of bytes that is not HTTP in `answerMalformed`. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const running = new Set<Promise<void>>()
  const latest = new WeakMap<Duplex, { request: IncomingMessage; handling: Promise<void> }>()
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    // Node hands out the requests of one connection as they come; each may depend on the one before.
    const earlier = latest.get(request.socket)?.handling ?? Promise.resolve()
    const handling = earlier
      .then(() => handleRequest(request, response, options))
      .finally(() => running.delete(handling))
    running.add(handling)
    latest.set(request.socket, { request, handling })
  }
  const onMalformed = async (error: Error, socket: Duplex) => {
    const last = latest.get(socket)
    // Noise behind a whole request is answered after it; a body cut short never becomes whole.
    if (last?.request.complete === true) await last.handling
    answerMalformed(error, socket, options)
  }
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    // A missing Host is answered in the shape of every other error.
    requireHostHeader: false,
    // Fewer and larger pieces of a body reach us at a time.
    highWaterMark: 256 * 1024,
    headersTimeout: 30_000,
    // A whole request may take as long as it needs while bytes keep coming; silence is watched per body.
    requestTimeout: 0,
    keepAliveTimeout: 60_000,
  })
  server.on('request', onRequest)
  // `Expect: 100-continue`: the early checks come before the client is told to send its body.
  server.on('checkContinue', onRequest)
  server.on('clientError', (error, socket) => void onMalformed(error, socket))
  await listen(server, options)
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      // What was being stored finishes or cleans up before the directory is given back.
      await Promise.allSettled(running)
    },
  }
}

function listen(server: Server, { port, host }: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code === 'EADDRINUSE' ? 'PortInUse' : 'PortRefused'
      reject(new PracticeBucketError(code, String(port), { cause: error }))
    })
    server.listen(port, host, resolve)
  })
}
