import { createServer as createHttpServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface TestProxy {
  port: number
  /** What was asked of it: `PUT http://…`, `CONNECT h:p`. */
  asked: string[]
  /** `Proxy-Authorization` of each request. */
  logIns: (string | undefined)[]
  /** How connections of the client ended: `reset` or `closed`. */
  ends: string[]
  /** Bytes taken from clients. */
  receivedBytes: () => number
  /** Stops, or goes on, to read from clients. */
  hold: (isHeld: boolean) => void
  close: () => Promise<void>
}

export interface HttpProxyScript {
  /** The log-in that is wanted, and the challenges it is asked for with. */
  logIn?: { username: string; password: string }
  challenges?: string[]
  /** Answers every CONNECT with this status. */
  refuse?: { status: number; reason: string }
  tls?: { key: string; cert: string }
  /** Where every tunnel leads, whatever host was asked for: names that only exist beyond the proxy. */
  leadsTo?: { host: string; port: number }
  /** 0, or absent: a free one. */
  port?: number
}

/** An HTTP proxy on loopback: absolute form and CONNECT, Basic log-in. */
export async function startHttpProxy(script: HttpProxyScript = {}): Promise<TestProxy> {
  const asked: string[] = []
  const logIns: (string | undefined)[] = []
  const clients = new ClientSockets()
  const server = script.tls ? createHttpsServer(script.tls) : createHttpServer()
  const isAllowed = (request: IncomingMessage): boolean => {
    asked.push(`${request.method} ${request.url}`)
    const sent = request.headers['proxy-authorization']
    logIns.push(sent)
    if (script.logIn === undefined) return true
    const { username, password } = script.logIn
    return sent === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  }
  const challenges = script.challenges ?? ['Basic realm="test, proxy"']
  server.on(script.tls ? 'secureConnection' : 'connection', (socket: Socket) => clients.add(socket))
  server.on('request', (request, response) => {
    if (!isAllowed(request)) {
      response.writeHead(407, { 'proxy-authenticate': challenges }).end('log in')
      return
    }
    const { 'proxy-authorization': _, ...headers } = request.headers
    const onward = httpRequest(request.url ?? '', {
      method: request.method ?? 'GET',
      headers,
      setHost: false,
    })
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.on('error', () => onward.destroy()).pipe(onward)
  })
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    client.on('error', () => undefined)
    if (!isAllowed(request)) {
      const lines = challenges.map((challenge) => `Proxy-Authenticate: ${challenge}\r\n`).join('')
      client.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${lines}Content-Length: 0\r\n\r\n`)
      return
    }
    if (script.refuse) {
      client.end(`HTTP/1.1 ${script.refuse.status} ${script.refuse.reason}\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const [host = '', port] = (request.url ?? '').split(/:(?=\d+$)/)
    const target = script.leadsTo ?? { host, port: Number(port) }
    const onward = connect(target.port, target.host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      join(client, onward)
    })
    onward.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(script.port ?? 0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    logIns,
    ...clients.shown(),
    close: () => clients.closeWith(server),
  }
}

/** Passes bytes both ways until one side is gone. */
export function join(client: Socket, onward: Socket): void {
  client.pipe(onward).pipe(client)
  client.on('close', () => onward.destroy())
  onward.on('close', () => client.destroy())
}

/** Watches over the connections of clients. */
export class ClientSockets {
  readonly #sockets = new Set<Socket>()
  readonly #ends: string[] = []
  #gone = 0

  add(socket: Socket): void {
    this.#sockets.add(socket)
    let end = 'closed'
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') end = 'reset'
    })
    socket.on('close', () => {
      this.#sockets.delete(socket)
      this.#gone += socket.bytesRead
      this.#ends.push(end)
    })
  }

  shown(): Pick<TestProxy, 'ends' | 'receivedBytes' | 'hold'> {
    return {
      ends: this.#ends,
      receivedBytes: () => [...this.#sockets].reduce((sum, socket) => sum + socket.bytesRead, this.#gone),
      hold: (isHeld) => {
        for (const socket of this.#sockets) {
          if (isHeld) socket.pause()
          else socket.resume()
        }
      },
    }
  }

  async closeWith(server: { close(done: () => void): unknown }): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}
