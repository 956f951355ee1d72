import type { Clock } from './ports/clock.ts'

interface Waiter {
  wantedBytes: number
  grant: (bytes: number) => void
}

const smallestSliceBytes = 1024
const largestSliceBytes = 256 * 1024
/** A slice is what the limit lets through in this time, so that bytes flow instead of coming in gusts. */
const sliceSeconds = 0.05
/** Unused allowance is kept this long; it makes up for timers that fire late. */
const burstSeconds = 0.1

/**
 * One token bucket over everything that is sent. Flows (uploads) take turns, so that an upload with many parts does
 * not starve one with few. Right from 10 KB/s to no limit at all, and changeable while requests are waiting.
 */
export class RateLimiter {
  readonly #clock: Clock
  readonly #flows = new Map<number, Waiter[]>()
  #bytesPerSecond: number | null = null
  #tokens = 0
  #refilledAt: number
  #isPumping = false
  #nap = new AbortController()

  constructor(clock: Clock) {
    this.#clock = clock
    this.#refilledAt = clock.now()
  }

  /** Bytes per second over everything; null means no limit. */
  get limit(): number | null {
    return this.#bytesPerSecond
  }

  setLimit(bytesPerSecond: number | null): void {
    if (bytesPerSecond === this.#bytesPerSecond) return
    this.#refill()
    this.#bytesPerSecond = bytesPerSecond
    this.#tokens = Math.min(this.#tokens, this.#capacity())
    this.#nap.abort()
  }

  /**
   * Asks for up to `wantedBytes` and answers how many may go now, at least one. Answers at once, without a promise,
   * where there is no limit. Rejects with the signal's reason as soon as it aborts.
   */
  take(wantedBytes: number, flow: number, signal: AbortSignal): number | Promise<number> {
    if (this.#bytesPerSecond === null) return wantedBytes
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const onAbort = () => {
        this.#remove(flow, waiter)
        reject(signal.reason)
      }
      const waiter: Waiter = {
        wantedBytes,
        grant: (bytes) => {
          signal.removeEventListener('abort', onAbort)
          resolve(bytes)
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const waiting = this.#flows.get(flow)
      if (waiting) waiting.push(waiter)
      else this.#flows.set(flow, [waiter])
      void this.#pump()
    })
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return
    this.#isPumping = true
    for (;;) {
      const [flow, waiting] = this.#flows.entries().next().value ?? []
      const waiter = waiting?.[0]
      if (flow === undefined || waiting === undefined || waiter === undefined) break
      this.#refill()
      const rate = this.#bytesPerSecond
      const slice = rate === null ? waiter.wantedBytes : Math.min(waiter.wantedBytes, sliceBytes(rate))
      if (rate === null || this.#tokens >= slice) {
        if (rate !== null) this.#tokens -= slice
        waiting.shift()
        // To the back of the row: the next grant belongs to another flow.
        this.#flows.delete(flow)
        if (waiting.length > 0) this.#flows.set(flow, waiting)
        waiter.grant(slice)
        continue
      }
      this.#nap = new AbortController()
      const missingMs = Math.max(1, Math.ceil(((slice - this.#tokens) / rate) * 1000))
      // Cut short by a new limit: look again.
      await this.#clock.sleep(missingMs, this.#nap.signal).catch(() => undefined)
    }
    this.#isPumping = false
  }

  #remove(flow: number, waiter: Waiter): void {
    const waiting = this.#flows.get(flow)?.filter((other) => other !== waiter) ?? []
    if (waiting.length > 0) this.#flows.set(flow, waiting)
    else this.#flows.delete(flow)
  }

  #refill(): void {
    const now = this.#clock.now()
    // A clock set back must not take tokens away.
    const seconds = Math.max(0, now - this.#refilledAt) / 1000
    this.#refilledAt = now
    if (this.#bytesPerSecond === null) return
    this.#tokens = Math.min(this.#capacity(), this.#tokens + seconds * this.#bytesPerSecond)
  }

  #capacity(): number {
    const rate = this.#bytesPerSecond
    return rate === null ? 0 : Math.max(sliceBytes(rate), rate * burstSeconds)
  }
}

function sliceBytes(bytesPerSecond: number): number {
  const slice = Math.round(bytesPerSecond * sliceSeconds)
  return Math.min(largestSliceBytes, Math.max(smallestSliceBytes, slice))
}
