import { ConcurrencyController } from './concurrency-controller.ts'
import type { Clock } from './ports/clock.ts'
import type { EngineSettings } from './ports/engine.ts'
import type { UploadRecord } from './ports/upload-record.ts'

/** As many as the settings allow at most. */
const range = [1, 64] as const
const tickMs = 250
/** What a request costs besides its bytes, as so many bytes: thousands of empty files are work too. */
const requestBytes = 64 * 1024
/** Requests that take longer come in gusts. */
const longRequestMs = 250

/** Large files are sent in parts, many requests each; a small one is a single request. */
export interface Running {
  large: number
  small: number
}

/**
 * How many files and parts go at once: the numbers of the settings, or those the line bears best. Then small files have a
 * lane of their own beside the large ones, which share the rest among their parts.
 */
export class Concurrency {
  readonly #clock: Clock
  readonly #settings: () => EngineSettings
  readonly #onChanged: () => void
  #controller: ConcurrencyController | null = null
  #running: Running = { large: 0, small: 0 }
  #ticking = new AbortController()
  #inFlight = 0
  /** How long requests take, lately. */
  #usualMs = 0
  /** Requests that began and ended since the number last changed. */
  #ended = { count: 0, bytes: 0, durationMs: 0 }
  #changedAt = 0
  #workBytes = 0
  #throttled = 0
  #lost = 0

  /** `onChanged`: more or fewer may run from now on. */
  constructor(clock: Clock, settings: () => EngineSettings, onChanged: () => void) {
    this.#clock = clock
    this.#settings = settings
    this.#onChanged = onChanged
  }

  /** Requests at once over everything, as far as it is known. */
  get connections(): number {
    const { filesAtOnce, partsAtOnce } = this.#settings()
    return this.#controller?.target ?? filesAtOnce * partsAtOnce
  }

  /** Parts of one upload at once. */
  get partsAtOnce(): number {
    if (this.#controller === null) return this.#settings().partsAtOnce
    const { large, small } = this.#running
    return Math.max(1, Math.floor((this.#controller.target - small) / Math.max(1, large)))
  }

  /** Begins to find the best numbers, or stops it, as the settings say. Goes on until `stop`. */
  configure(): void {
    const isAutomatic = this.#settings().concurrency === 'auto'
    if (isAutomatic === (this.#controller !== null)) return
    this.#ticking.abort(null)
    this.#controller = isAutomatic ? new ConcurrencyController(range, this.#settings().partsAtOnce) : null
    if (!isAutomatic) return
    this.#ticking = new AbortController()
    void this.#tick(this.#ticking.signal).catch(() => undefined)
  }

  stop(): void {
    this.#ticking.abort(null)
  }

  /** Whether this file may begin beside those that run. */
  mayBegin({ sizeBytes }: Pick<UploadRecord, 'sizeBytes'>, { large, small }: Running): boolean {
    const { filesAtOnce } = this.#settings()
    if (this.#controller === null) return large + small < filesAtOnce
    if (!this.isSmall(sizeBytes)) return large < filesAtOnce
    const lane = large === 0 ? this.#controller.target : Math.ceil(this.#controller.target / 2)
    return small < lane
  }

  isSmall(sizeBytes: number): boolean {
    return sizeBytes < this.#settings().multipartThresholdBytes
  }

  /** What runs from now on. */
  setRunning(running: Running): void {
    const hadRoom = this.partsAtOnce
    this.#running = running
    if (this.#controller !== null && this.partsAtOnce > hadRoom) this.#onChanged()
  }

  /** Answers what tells its end, with the bytes that arrived. */
  requestBegins(): (arrivedBytes: number) => void {
    const beganAt = this.#clock.now()
    this.#inFlight += 1
    return (arrivedBytes) => {
      const durationMs = this.#clock.now() - beganAt
      this.#inFlight -= 1
      this.#workBytes += requestBytes
      this.#usualMs += (durationMs - this.#usualMs) / 8
      if (beganAt < this.#changedAt || arrivedBytes === 0) return
      this.#ended.count += 1
      this.#ended.bytes += arrivedBytes
      this.#ended.durationMs += durationMs
    }
  }

  sent(bytes: number): void {
    this.#workBytes += bytes
  }

  /** The server asked for less. */
  throttled(): void {
    this.#throttled += 1
  }

  /** A request broke off or stalled. */
  lost(): void {
    this.#lost += 1
  }

  async #tick(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#clock.sleep(tickMs, signal)
      const controller = this.#controller
      if (controller === null) return
      const before = controller.target
      const rateByRequests = this.#rateByRequests(before)
      controller.observe({
        ...(this.#usualMs > longRequestMs && { rateByRequests }),
        now: this.#clock.now(),
        workBytes: this.#workBytes,
        isSaturated: this.#inFlight >= before * 0.75,
        throttled: this.#throttled,
        lost: this.#lost,
      })
      this.#throttled = 0
      this.#lost = 0
      if (controller.target !== before || rateByRequests !== null) this.#beginMeasuring()
      if (controller.target !== before) this.#onChanged()
    }
  }

  /** Each of `connections` carries what an average request carries in its time. */
  #rateByRequests(connections: number): number | null {
    const { count, bytes, durationMs } = this.#ended
    return count < Math.max(3, connections / 2) ? null : (connections * bytes) / Math.max(1, durationMs)
  }

  #beginMeasuring(): void {
    this.#changedAt = this.#clock.now()
    this.#ended = { count: 0, bytes: 0, durationMs: 0 }
  }
}
