import { FewEntries } from '../../shared/few-entries.ts'
import type { Clock } from './ports/clock.ts'

/** Somebody who must be looked at by a certain time. */
export interface Watched {
  /** Unix milliseconds; may change at any time. */
  dueAt: () => number
  look: () => void
}

/** The clock is looked at this often: it may have been set, or the machine may have slept. */
const lookAgainMs = 5_000
/** One reason for all: an abort without one makes an error with a stack each time. */
const over = new Error('the wait is over')

const watches = new WeakMap<Clock, StallWatch>()

/** The one that all requests of a clock share. */
export function stallWatch(clock: Clock): StallWatch {
  const known = watches.get(clock)
  if (known) return known
  const watch = new StallWatch(clock)
  watches.set(clock, watch)
  return watch
}

/** One timer for all requests that are on their way: a timer for each costs more than a small file is worth. */
export class StallWatch {
  readonly #clock: Clock
  readonly #watched = new FewEntries<Watched, true>()
  #isWatching = false
  #sleep = new AbortController()
  #sleepsUntil = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(watched: Watched): void {
    this.#watched.set(watched, true)
    if (!this.#isWatching) void this.#run()
    else if (watched.dueAt() < this.#sleepsUntil) this.#sleep.abort(over)
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched)
    // Nothing may keep the program alive.
    if (this.#watched.size === 0) this.#sleep.abort(over)
  }

  async #run(): Promise<void> {
    this.#isWatching = true
    while (this.#watched.size > 0) {
      const now = this.#clock.now()
      let waitMs = lookAgainMs
      for (const { dueAt } of this.#watched.keys()) waitMs = Math.min(waitMs, Math.max(1, dueAt() - now))
      this.#sleepsUntil = now + waitMs
      this.#sleep = new AbortController()
      await this.#clock.sleep(waitMs, this.#sleep.signal).catch(() => undefined)
      for (const { look } of this.#watched.keys()) look()
    }
    this.#isWatching = false
  }
}
