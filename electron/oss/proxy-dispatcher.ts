import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { Agent, type buildConnector, type Dispatcher } from 'undici'
import { createConnector } from './connector.ts'
import { openHttpTunnel } from './http-tunnel.ts'
import type { ProxyChoice } from './proxy-choice.ts'
import { proxyAuthenticationRequired, proxyUnreachable } from './proxy-error.ts'
import { openSocks5Tunnel } from './socks5-tunnel.ts'

type Proxy = Exclude<ProxyChoice, { kind: 'direct' }>

export interface DispatcherOptions {
  /** Certificate authorities to trust instead of the usual ones, as PEM. */
  ca?: string
  /** The same ready made (`trustContext`). */
  secureContext?: SecureContext
  /** How long opening a connection may take, and how long the proxy may take for its part. */
  connectTimeoutMs?: number
}

const defaultConnectTimeoutMs = 15_000

/**
 * Connections for OSS, straight or through one proxy: HTTP/1.1, kept alive, one request at a time each, as many as there
 * are requests. Aborts reset the connection to the proxy, early answers are read, as without one. `http:` endpoints go
 * through an HTTP proxy in absolute form (many refuse CONNECT to port 80), everything else through a tunnel.
 */
export function createDispatcher(
  options: DispatcherOptions = {},
  choice: ProxyChoice = { kind: 'direct' },
): Dispatcher {
  const timeoutMs = options.connectTimeoutMs ?? defaultConnectTimeoutMs
  const { ca, secureContext } = options
  const connect = createConnector({
    timeoutMs,
    ...(ca !== undefined && { ca }),
    ...(secureContext && { secureContext }),
  })
  const agent = new Agent({
    connect: choice.kind === 'direct' ? connect : throughProxy(choice, connect, timeoutMs),
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
  })
  return choice.kind === 'http' || choice.kind === 'https' ? agent.compose(inAbsoluteForm(choice)) : agent
}

/** `HOST:PORT`, without user and password. */
export function proxyName({ host, port }: Proxy): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

function throughProxy(
  choice: Proxy,
  connect: buildConnector.connector,
  timeoutMs: number,
): buildConnector.connector {
  return (target, callback) => {
    connectToProxy(choice, connect)
      .then(async (socket) => {
        try {
          await handShake(choice, socket, target, timeoutMs)
        } catch (error) {
          socket.on('error', () => undefined).destroy()
          throw error
        }
        return socket
      })
      .then(
        (socket) => {
          if (target.protocol === 'https:') connect({ ...target, httpSocket: socket }, callback)
          else callback(null, socket)
        },
        (error) => callback(error, null),
      )
  }
}

async function connectToProxy(choice: Proxy, connect: buildConnector.connector): Promise<Socket> {
  const address = {
    protocol: choice.kind === 'https' ? 'https:' : 'http:',
    hostname: choice.host,
    host: proxyName(choice),
    port: String(choice.port),
  }
  return await new Promise((resolve, reject) => {
    connect(address, (...[error, socket]) => {
      if (error) reject(proxyUnreachable(proxyName(choice), error))
      else resolve(socket)
    })
  })
}

async function handShake(
  choice: Proxy,
  socket: Socket,
  target: buildConnector.Options,
  timeoutMs: number,
): Promise<void> {
  const proxy = proxyName(choice)
  const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
  if (choice.kind === 'socks5') {
    const { username, password } = choice
    const login = { ...(username !== undefined && { username }), ...(password !== undefined && { password }) }
    await openSocks5Tunnel(socket, { proxy, host: target.hostname, port, ...login, timeoutMs })
  } else if (target.protocol === 'https:') {
    const host = target.hostname.includes(':') ? `[${target.hostname}]` : target.hostname
    await openHttpTunnel(socket, {
      proxy,
      target: `${host}:${port}`,
      headers: logInHeaders(choice),
      timeoutMs,
    })
  }
}

function inAbsoluteForm(choice: Proxy): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (request, handler) => {
    const origin = String(request.origin)
    if (!origin.startsWith('http:')) return dispatch(request, handler)
    const headers = { ...(request.headers as Record<string, string>), ...logInHeaders(choice) }
    const asked = { ...request, path: `${origin}${request.path}`, headers }
    return dispatch(asked, new RefusalWatch(handler, proxyName(choice)))
  }
}

function logInHeaders({ username, password = '' }: Proxy): Record<string, string> {
  if (username === undefined) return {}
  return {
    'proxy-authorization': `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`,
  }
}

/** Passes everything on, but for a 407: that is the proxy's answer, not the endpoint's. */
class RefusalWatch implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler
  readonly #proxy: string

  constructor(handler: Dispatcher.DispatchHandler, proxy: string) {
    this.#handler = handler
    this.#proxy = proxy
  }

  onRequestStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>): void {
    this.#handler.onRequestStart?.(...args)
  }

  onResponseStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>): void {
    const [controller, statusCode, headers] = args
    if (statusCode === 407) controller.abort(proxyAuthenticationRequired(this.#proxy, headers))
    else this.#handler.onResponseStart?.(...args)
  }

  onResponseData(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseData']>>): void {
    this.#handler.onResponseData?.(...args)
  }

  onResponseEnd(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    this.#handler.onResponseEnd?.(...args)
  }

  onResponseError(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseError']>>): void {
    this.#handler.onResponseError?.(...args)
  }
}
