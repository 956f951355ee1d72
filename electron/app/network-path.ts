import type { SecureContext } from 'node:tls'
import { isLoopback } from '../../shared/loopback.ts'
import type { Settings } from '../../shared/settings.ts'
import { UploadError } from '../../shared/upload-error.ts'
import type { Log } from '../engine/ports/log.ts'
import { type ProxyChoice, parsePacAnswer, parseProxyUrl } from '../oss/proxy-choice.ts'
import { isProxyException } from '../oss/proxy-exceptions.ts'
import { type Route, RoutedDispatcher, type Router } from '../oss/routed-dispatcher.ts'
import { readCaFile, trustContext } from '../oss/trusted-roots.ts'

/** A PAC file may answer differently by the hour and by the network. */
const answerLifeMs = 60_000

export const networkSettings = [
  'proxyMode',
  'proxyAddress',
  'proxyUsername',
  'proxyExceptions',
  'caFile',
] as const satisfies readonly (keyof Settings)[]

interface Parts {
  settings: () => Pick<Settings, (typeof networkSettings)[number]>
  /** Of the proxy in the settings. Throws `UploadError` (class `auth`) while it is locked away. */
  password: () => Promise<string | null>
  /** The system's answer in the form of a PAC file; Electron's `session.resolveProxy`. */
  resolveProxy: (url: string) => Promise<string>
  log: Pick<Log, 'info' | 'warn'>
  /** The file of certificate authorities cannot be used any more; once until it can be again. */
  onCaFileUnusable: (error: UploadError) => void
  /** Unix milliseconds. */
  now: () => number
}

/** What is known of the network between two changes of it. */
interface Round {
  routes: Map<string, { route: Route; askedAt: number }>
  asking: Map<string, Promise<Route>>
  trust: () => SecureContext
}

/** The program's way out, by its settings and by what the system says; whatever never leaves this computer goes straight. */
export class NetworkPath implements Router {
  readonly #parts: Parts
  #round: Round
  /** The file of authorities that people were told about. */
  #toldOfCaFile: string | null = null

  constructor(parts: Parts) {
    this.#parts = parts
    this.#round = this.#newRound()
  }

  /** Connections of the caller's own, which it closes itself. */
  open(): RoutedDispatcher {
    return new RoutedDispatcher(this)
  }

  /** Settings, the password or the network itself have changed: new requests ask anew and take new connections. */
  renew(): void {
    this.#round = this.#newRound()
  }

  routeTo(origin: string): Route | Promise<Route> {
    const round = this.#round
    const known = round.routes.get(origin)
    if (known && this.#parts.now() - known.askedAt < answerLifeMs) return known.route
    const asking = round.asking.get(origin) ?? this.#ask(origin, round)
    round.asking.set(origin, asking)
    return asking
  }

  async #ask(origin: string, round: Round): Promise<Route> {
    try {
      const ways = await this.#waysTo(origin)
      const before = round.routes.get(origin)?.route
      // The same answer keeps its connections.
      const route = before && isSame(before.ways, ways) ? before : { ways, trust: round.trust }
      round.routes.set(origin, { route, askedAt: this.#parts.now() })
      return route
    } finally {
      round.asking.delete(origin)
    }
  }

  async #waysTo(origin: string): Promise<ProxyChoice[]> {
    const { proxyMode, proxyExceptions } = this.#parts.settings()
    const url = new URL(origin)
    if (proxyMode === 'none' || isLoopback(url.hostname)) return [{ kind: 'direct' }]
    if (proxyMode === 'system') return await this.#systemWays(origin)
    return isProxyException(url, proxyExceptions) ? [{ kind: 'direct' }] : [await this.#ownProxy()]
  }

  /** A system that cannot say goes straight, as Chromium does with a PAC file that cannot be had. */
  async #systemWays(origin: string): Promise<ProxyChoice[]> {
    try {
      return parsePacAnswer(await this.#parts.resolveProxy(`${origin}/`))
    } catch (error) {
      this.#parts.log.warn('the system did not say which proxy to use', { error: String(error) })
      return [{ kind: 'direct' }]
    }
  }

  async #ownProxy(): Promise<ProxyChoice> {
    const { proxyAddress, proxyUsername } = this.#parts.settings()
    const proxy = parseProxyUrl(proxyAddress)
    // Straight out is what a person with a proxy does not want.
    if (proxy.kind === 'direct') throw proxyMissing()
    if (proxyUsername === '') return proxy
    const password = await this.#parts.password()
    return { ...proxy, username: proxyUsername, ...(password !== null && { password }) }
  }

  #newRound(): Round {
    let context: SecureContext | null = null
    const trust = () => {
      context ??= trustContext(this.#ownAuthorities())
      return context
    }
    return { routes: new Map(), asking: new Map(), trust }
  }

  /** A file that has gone since it was chosen makes the program trust less, never more. */
  #ownAuthorities(): string | null {
    const { caFile } = this.#parts.settings()
    try {
      const pem = caFile === null ? null : readCaFile(caFile)
      this.#toldOfCaFile = null
      return pem
    } catch (error) {
      this.#parts.log.warn('the file of certificate authorities cannot be used', { error: String(error) })
      if (error instanceof UploadError && this.#toldOfCaFile !== caFile) this.#parts.onCaFileUnusable(error)
      this.#toldOfCaFile = caFile
      return null
    }
  }
}

function isSame(one: readonly ProxyChoice[], other: readonly ProxyChoice[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function proxyMissing(): UploadError {
  return new UploadError({
    code: 'ProxyInvalid',
    retry: 'auth',
    message: 'The settings want a proxy and have no address of one. Enter it.',
    fromServer: false,
    params: { proxy: '' },
  })
}
