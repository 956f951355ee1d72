import { Dispatcher } from 'undici'
import { UploadError } from '../../shared/upload-error.ts'
import { isCertificateTrouble, networkError } from './network-error.ts'

/** How long a way out that could not be opened comes last; browsers take the same. */
const setAsideMs = 5 * 60_000

/**
 * Several ways out, tried in their order until one can be opened, as a PAC file means it (`PROXY a; PROXY b; DIRECT`).
 * Only failures to connect count: once a request is on its way, its outcome is final. When none can be opened the
 * request ends with the failure of the first. Closing it closes them all.
 */
export class FirstReachable extends Dispatcher {
  readonly #ways: readonly Dispatcher[]
  readonly #now: () => number
  /** When a way could not be opened, by its place in the list. */
  readonly #failedAt = new Map<number, number>()

  constructor(ways: readonly Dispatcher[], now: () => number = Date.now) {
    super()
    this.#ways = ways
    this.#now = now
  }

  override dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const places = this.#ways.map((_, place) => place)
    const inOrder = [
      ...places.filter((place) => !this.#isSetAside(place)),
      ...places.filter((place) => this.#isSetAside(place)),
    ]
    return this.#try(inOrder, request, handler, null)
  }

  override close(callback?: () => void): Promise<void> {
    const closed = Promise.all(this.#ways.map((way) => way.close())).then(() => undefined)
    if (callback) void closed.then(callback)
    return closed
  }

  override destroy(...args: unknown[]): Promise<void> {
    const error = args[0] instanceof Error ? args[0] : null
    const destroyed = Promise.all(this.#ways.map((way) => way.destroy(error))).then(() => undefined)
    const callback = args.at(-1)
    if (typeof callback === 'function') void destroyed.then(() => callback())
    return destroyed
  }

  #isSetAside(place: number): boolean {
    const failedAt = this.#failedAt.get(place)
    return failedAt !== undefined && this.#now() - failedAt < setAsideMs
  }

  #try(
    [place, ...others]: readonly number[],
    request: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    firstFailure: Error | null,
  ): boolean {
    const way = place === undefined ? undefined : this.#ways[place]
    if (place === undefined || way === undefined) return true
    let isOnItsWay = false
    return way.dispatch(request, {
      onRequestStart: (controller, context) => {
        isOnItsWay = true
        this.#failedAt.delete(place)
        handler.onRequestStart?.(controller, context)
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (controller, error) => {
        if (isOnItsWay || !isUnreachable(error)) return handler.onResponseError?.(controller, error)
        this.#failedAt.set(place, this.#now())
        const failure = firstFailure ?? error
        if (others.length === 0) handler.onResponseError?.(controller, failure)
        else this.#try(others, request, handler, failure)
      },
    })
  }
}

function isUnreachable(error: Error): boolean {
  const known = error instanceof UploadError ? error : networkError(error, '')
  return known.retry === 'offline' && !isCertificateTrouble(known)
}
