import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'

/** One request as it arrived. */
export interface Recorded {
  method: string
  /** Path and query, not decoded. */
  target: string
  headers: IncomingMessage['headers']
  /** As far as it has come. */
  body: Buffer
}

/** Plays one answer. It decides itself when, and whether the body is read first (`readBody`). */
export type Answer = (exchange: {
  request: IncomingMessage
  response: ServerResponse
  socket: Socket
  recorded: Recorded
  /** Reads the rest of the body into `recorded.body`. */
  readBody: () => Promise<void>
}) => void | Promise<void>

export interface ScriptedServer {
  /** `http://127.0.0.1:PORT` */
  endpoint: string
  host: string
  requests: Recorded[]
  /** Connections opened so far. */
  connections: () => number
  /** Answers of the coming requests, one each; the last one stays for all that follow. */
  play: (...answers: Answer[]) => void
  close: () => Promise<void>
}

/** A server that records what it is asked and answers what the test wrote down for it. */
export async function startScriptedServer(
  tls?: { key: string; cert: string },
  options: { onConnection?: (socket: Socket) => void } = {},
): Promise<ScriptedServer> {
  const requests: Recorded[] = []
  let answers: Answer[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const listener: RequestListener = (request, response) => {
    const recorded: Recorded = {
      method: request.method ?? '',
      target: request.url ?? '',
      headers: request.headers,
      body: Buffer.alloc(0),
    }
    requests.push(recorded)
    // Cuts are part of the play.
    request.on('error', () => undefined)
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (!answer) throw new Error(`No answer written down for ${recorded.method} ${recorded.target}`)
    const readBody = async () => {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      recorded.body = Buffer.concat(chunks)
    }
    Promise.resolve(answer({ request, response, socket: request.socket, recorded, readBody })).catch(() =>
      response.destroy(),
    )
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    options.onConnection?.(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    play: (...next) => {
      answers = next
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const requestId = '6553F0B0A1B2C3D4E5F60718'

/** An answer with OSS's headers, after the body has been read. */
export function oss(status: number, headers: Record<string, string> = {}, body = ''): Answer {
  return async ({ response, readBody }) => {
    await readBody()
    writeOss(response, status, headers, body)
  }
}

/** Writes such an answer at once. */
export function writeOss(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body = '',
): void {
  response.writeHead(status, {
    server: 'AliyunOSS',
    'x-oss-request-id': requestId,
    'x-oss-server-time': '3',
    'content-length': String(Buffer.byteLength(body)),
    ...(body !== '' && { 'content-type': 'application/xml' }),
    ...headers,
  })
  response.end(body)
}

/** Error XML as OSS writes it; `extra` are more elements, as XML. */
export function errorXml(code: string, message = 'text for humans', extra = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Error>
  <Code>${code}</Code>
  <Message>${message}</Message>
  <RequestId>${requestId}</RequestId>
  <HostId>demo-bucket.oss-cn-shanghai.aliyuncs.com</HostId>
  ${extra}<EC>0042-00000002</EC>
  <RecommendDoc>https://api.aliyun.com/troubleshoot?q=0042-00000002</RecommendDoc>
</Error>`
}

/** An error answer after the body has been read. */
export function ossError(
  status: number,
  code: string,
  message?: string,
  extra?: string,
  headers?: Record<string, string>,
): Answer {
  return oss(status, headers, errorXml(code, message, extra))
}

/** The headers of a stored part or object: those of the nine bytes `123456789`. */
export const storedHeaders = {
  etag: '"25F9E794323B453885F5181F1B624D0B"',
  'x-oss-hash-crc64ecma': '11051210869376104954',
}
