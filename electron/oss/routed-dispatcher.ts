import type { SecureContext } from 'node:tls'
import { Dispatcher, errors } from 'undici'
import { FirstReachable } from './first-reachable.ts'
import type { ProxyChoice } from './proxy-choice.ts'
import { createDispatcher } from './proxy-dispatcher.ts'

/** How requests reach one origin. The same object for as long as nothing about it has changed. */
export interface Route {
  /** Ways out in the order to try, at least one. */
  ways: readonly ProxyChoice[]
  /** Whom to believe; asked only where there is TLS, as reading the roots takes a while. */
  trust: () => SecureContext
}

/** Knows the way to each origin, now: settings and networks change while the program runs. */
export interface Router {
  /** At once where it is known. Throws `UploadError` while there is none, e.g. because the password of the proxy is locked away. */
  routeTo(origin: string): Route | Promise<Route>
}

/**
 * Connections that follow the router: each request takes the way of this moment. After a change new requests take new
 * connections, and what is on its way arrives over the old ones, which then close.
 */
export class RoutedDispatcher extends Dispatcher {
  readonly #router: Router
  readonly #current = new Map<string, Connections>()
  /** Left, and still carrying something. */
  readonly #retired = new Set<Connections>()
  #isEnded = false

  constructor(router: Router) {
    super()
    this.#router = router
  }

  override dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#send(request, handler)
    return true
  }

  override close(callback?: () => void): Promise<void> {
    return this.#end(({ dispatcher }) => dispatcher.close(), callback)
  }

  override destroy(...args: unknown[]): Promise<void> {
    const error = args[0] instanceof Error ? args[0] : null
    const callback = args.at(-1)
    return this.#end(
      ({ dispatcher }) => dispatcher.destroy(error),
      typeof callback === 'function' ? () => callback() : undefined,
    )
  }

  #send(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    const fail = (thrown: unknown) =>
      handler.onResponseError?.(nothingBegun, thrown instanceof Error ? thrown : new Error(String(thrown)))
    try {
      const origin = String(request.origin)
      const route = this.#router.routeTo(origin)
      if (route instanceof Promise) {
        route.then((found) => this.#sendOver(origin, found, request, handler)).catch(fail)
        return
      }
      this.#sendOver(origin, route, request, handler)
    } catch (thrown) {
      fail(thrown)
    }
  }

  #sendOver(
    origin: string,
    route: Route,
    request: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): void {
    if (this.#isEnded) throw new errors.ClientDestroyedError()
    const connections = this.#connectionsTo(origin, route)
    connections.running += 1
    connections.dispatcher.dispatch(request, new WithEnd(handler, () => this.#ended(connections)))
  }

  #connectionsTo(origin: string, route: Route): Connections {
    const current = this.#current.get(origin)
    if (current?.route === route) return current
    if (current) {
      this.#retired.add(current)
      this.#dropIfIdle(current)
    }
    const connections = { route, dispatcher: connectionsOf(origin, route), running: 0 }
    this.#current.set(origin, connections)
    return connections
  }

  #ended(connections: Connections): void {
    connections.running -= 1
    this.#dropIfIdle(connections)
  }

  /** Not by `close()`: undici forgets what it closes, and could no longer cut it. */
  #dropIfIdle(connections: Connections): void {
    if (connections.running > 0 || !this.#retired.delete(connections)) return
    void connections.dispatcher.destroy()
  }

  async #end(end: (connections: Connections) => Promise<void>, callback?: () => void): Promise<void> {
    this.#isEnded = true
    const all = [...this.#retired, ...this.#current.values()]
    this.#retired.clear()
    this.#current.clear()
    await Promise.all(all.map(end))
    callback?.()
  }
}

interface Connections {
  route: Route
  dispatcher: Dispatcher
  /** Requests that have not ended. */
  running: number
}

type Events = Required<Dispatcher.DispatchHandler>

/** The handler, and a word when its request has ended one way or the other. */
class WithEnd implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler
  readonly #onEnd: () => void

  constructor(handler: Dispatcher.DispatchHandler, onEnd: () => void) {
    this.#handler = handler
    this.#onEnd = onEnd
  }

  onRequestStart(...args: Parameters<Events['onRequestStart']>): void {
    this.#handler.onRequestStart?.(...args)
  }

  onResponseStart(...args: Parameters<Events['onResponseStart']>): void {
    this.#handler.onResponseStart?.(...args)
  }

  onResponseData(...args: Parameters<Events['onResponseData']>): void {
    this.#handler.onResponseData?.(...args)
  }

  onResponseEnd(...args: Parameters<Events['onResponseEnd']>): void {
    this.#tellLater()
    this.#handler.onResponseEnd?.(...args)
  }

  onResponseError(...args: Parameters<Events['onResponseError']>): void {
    this.#tellLater()
    this.#handler.onResponseError?.(...args)
  }

  /** As undici is still busy with the connection in these moments. */
  #tellLater(): void {
    queueMicrotask(this.#onEnd)
  }
}

function connectionsOf(origin: string, { ways, trust }: Route): Dispatcher {
  const isEncrypted = origin.startsWith('https:')
  const each = ways.map((way) =>
    createDispatcher(isEncrypted || way.kind === 'https' ? { secureContext: trust() } : {}, way),
  )
  const [only] = each
  return only !== undefined && each.length === 1 ? only : new FirstReachable(each)
}

/** For a request that never got as far as a connection: there is nothing to pause or to abort. */
const nothingBegun: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
}
