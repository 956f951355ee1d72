import { request } from 'node:http'
import type { Socket } from 'node:net'
import { proxyAuthenticationRequired, proxyRefused, proxyUnreachable } from './proxy-error.ts'

/**
 * Asks the HTTP proxy on the other end of `socket` for a tunnel to `target` (`HOST:PORT`); resolves once the socket
 * belongs to the target. Rejects with what the proxy said; the socket is then of no more use.
 */
export async function openHttpTunnel(
  socket: Socket,
  tunnel: { proxy: string; target: string; headers: Record<string, string>; timeoutMs: number },
): Promise<void> {
  const { proxy, target } = tunnel
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const asking = request({
    method: 'CONNECT',
    path: target,
    // Node would add `Connection: close`, which some proxies take for the tunnel itself.
    headers: { host: target, connection: 'keep-alive', 'proxy-connection': 'keep-alive', ...tunnel.headers },
    createConnection: () => socket,
  })
  // Node sets the time limit of a request only on sockets that it opens itself.
  const onSilence = () => reject(proxyUnreachable(proxy, timedOut()))
  socket.setTimeout(tunnel.timeoutMs, onSilence)
  asking.once('connect', ({ statusCode = 0, statusMessage = '', headers }, _, head) => {
    if (statusCode === 407) return reject(proxyAuthenticationRequired(proxy, headers))
    if (statusCode < 200 || statusCode > 299) {
      return reject(proxyRefused(proxy, target, `${statusCode} ${statusMessage}`.trim()))
    }
    if (head.byteLength > 0) socket.unshift(head)
    socket.setTimeout(0, onSilence)
    resolve()
  })
  asking.once('error', (error) => reject(proxyUnreachable(proxy, error)))
  asking.end()
  await promise
}

function timedOut(): Error {
  return Object.assign(new Error('The proxy did not answer in time.'), { code: 'UND_ERR_CONNECT_TIMEOUT' })
}
