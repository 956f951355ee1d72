import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, isIP } from 'node:net'
import { networkError } from '../../oss/network-error.ts'
import type { ProxyChoice } from '../../oss/proxy-choice.ts'
import { proxyName } from '../../oss/proxy-dispatcher.ts'
import { proxyUnreachable } from '../../oss/proxy-error.ts'
import { type Check, type DoctorContext, pass, skipped } from '../check.ts'

/** The way uploads take, so that nobody looks for the fault in the wrong place. */
export const proxyInForce: Check = {
  name: 'proxy',
  needs: [],
  run: async ({ ways }) => {
    const proxies = ways.filter((way) => way.kind !== 'direct')
    if (proxies.length === 0) return pass('proxyNone')
    return pass('proxyUsed', { proxy: ways.map(wayText).join(' → ') })
  },
}

/** Through a proxy it is the proxy's name that is looked up here; it looks up the endpoint's itself. */
export const nameResolution: Check = {
  name: 'name',
  needs: [],
  run: async (context) => {
    const { host, isProxy } = nearestHop(context)
    if (isIP(host) !== 0) return skipped('nameIsAddress', { host })
    try {
      const addresses = (await lookup(host, { all: true })).map(({ address }) => address).join(', ')
      return pass(isProxy ? 'nameOfProxyFound' : 'nameFound', { host, addresses })
    } catch (error) {
      throw isProxy ? proxyUnreachable(host, error) : networkError(error, host)
    }
  },
}

export const tcpConnection: Check = {
  name: 'tcp',
  needs: ['name'],
  run: async (context, signal) => {
    const { host, port, isProxy } = nearestHop(context)
    const startedAt = performance.now()
    const socket = connect({ host, port })
    try {
      await once(socket, 'connect', { signal })
      const ms = Math.max(1, Math.round(performance.now() - startedAt))
      const address = socket.remoteAddress ?? host
      return pass(isProxy ? 'tcpToProxy' : 'tcpConnected', { address, port, ms })
    } catch (error) {
      signal.throwIfAborted()
      const hop = `${host}:${port}`
      throw isProxy ? proxyUnreachable(hop, error) : networkError(error, hop)
    } finally {
      socket.destroy()
    }
  },
}

/** What this computer itself connects to. */
function nearestHop({ ways: [first], host }: DoctorContext): {
  host: string
  port: number
  isProxy: boolean
} {
  if (first === undefined || first.kind === 'direct') {
    return { host: host.hostname, port: host.port, isProxy: false }
  }
  return { host: first.host, port: first.port, isProxy: true }
}

/** Without user and password. */
function wayText(way: ProxyChoice): string {
  return way.kind === 'direct' ? 'DIRECT' : `${way.kind}://${proxyName(way)}`
}
