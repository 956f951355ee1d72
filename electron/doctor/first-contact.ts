import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { TLSSocket } from 'node:tls'
import type { Dispatcher } from 'undici'
import { networkError } from '../oss/network-error.ts'
import type { BucketHost } from './bucket-host.ts'

export interface Certificate {
  /** E.g. `TLSv1.3`. */
  version: string
  issuer: string
  /** Unix milliseconds; NaN where it does not tell. */
  expiresAt: number
}

/** What an unsigned request to the host showed. A refusal shows as much as a success. */
export interface FirstContact {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** Unix milliseconds by this computer's clock. */
  askedAt: number
  answeredAt: number
  /** Null without TLS. */
  certificate: Certificate | null
}

/** Asks over the connections that uploads use, proxies included. Throws `UploadError`, or the reason of the signal. */
export async function firstContact(
  { origin, hostname }: BucketHost,
  dispatcher: Dispatcher,
  now: () => number,
  signal: AbortSignal,
): Promise<FirstContact> {
  const seen = watchConnections(hostname)
  try {
    const askedAt = now()
    const { statusCode, headers, body } = await dispatcher.request({
      origin,
      path: '/',
      method: 'HEAD',
      signal,
    })
    const answeredAt = now()
    await body.dump()
    return { status: statusCode, headers, askedAt, answeredAt, certificate: seen.certificate() }
  } catch (error) {
    signal.throwIfAborted()
    throw networkError(error, new URL(origin).host)
  } finally {
    seen.end()
  }
}

/** undici tells of each connection it has opened, whichever way it took; a pool shows its sockets to nobody else. */
function watchConnections(hostname: string): { certificate: () => Certificate | null; end: () => void } {
  let found: Certificate | null = null
  const listener = (message: unknown) => {
    const { connectParams, socket } = message as {
      connectParams?: { hostname?: string }
      socket?: unknown
    }
    const isOurs = connectParams?.hostname?.replace(/^\[|\]$/g, '') === hostname
    if (isOurs && socket instanceof TLSSocket) found = describeCertificate(socket)
  }
  subscribe('undici:client:connected', listener)
  return { certificate: () => found, end: () => void unsubscribe('undici:client:connected', listener) }
}

/** Who vouches for the server and until when; Unix milliseconds, `NaN` where the date cannot be read. */
export function describeCertificate(socket: TLSSocket): Certificate {
  const { issuer, valid_to: validTo } = socket.getPeerCertificate()
  const name = [issuer?.O ?? issuer?.CN ?? '?'].flat().join(', ')
  return { version: socket.getProtocol() ?? '?', issuer: name, expiresAt: Date.parse(validTo) }
}
