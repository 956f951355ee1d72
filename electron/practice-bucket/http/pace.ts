import { setTimeout as delay } from 'node:timers/promises'
import { invalidArgument } from '../wire/oss-error.ts'
import type { Exchange } from './exchange.ts'

const minBitsPerSecond = 245_760
const maxBitsPerSecond = 838_860_800

/**
 * `x-oss-traffic-limit` in bits per second, from the header or the query but not both. Documents name 819,200 as the
 * least, the newest library 245,760; the wider range is accepted. Otherwise 400 `InvalidArgument`.
 */
export function readTrafficLimit({
  headers,
  query,
}: Pick<Exchange, 'headers' | 'query'>): number | undefined {
  const name = 'x-oss-traffic-limit'
  const values = [headers.get(name), query.get(name)].filter((value) => value !== undefined)
  const [value] = values
  if (value === undefined) return undefined
  const limit = /^\d{1,12}$/.test(value) ? Number(value) : 0
  if (values.length > 1 || limit < minBitsPerSecond || limit > maxBitsPerSecond) {
    throw invalidArgument(
      `The traffic limit must be given once, between ${minBitsPerSecond} and ${maxBitsPerSecond} bit/s.`,
      name,
      value,
      '0004-00000502',
    )
  }
  return limit
}

/** Holds one transfer to its traffic limit. */
export class Pace {
  readonly #bytesPerMs: number | undefined
  readonly #startedAt = performance.now()
  #bytes = 0

  readonly #closing: AbortSignal

  constructor(exchange: Exchange) {
    this.#closing = exchange.context.closing
    const limit = readTrafficLimit(exchange)
    this.#bytesPerMs = limit === undefined ? undefined : limit / 8 / 1000
  }

  /** Waits until these bytes were due; a closing server waits for nothing. */
  async after(bytes: number): Promise<void> {
    if (this.#bytesPerMs === undefined) return
    this.#bytes += bytes
    const aheadMs = this.#startedAt + this.#bytes / this.#bytesPerMs - performance.now()
    if (aheadMs > 1) await delay(aheadMs, undefined, { signal: this.#closing })
  }
}
