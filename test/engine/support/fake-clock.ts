import type { Clock } from '../../../electron/engine/ports/clock.ts'

interface Sleeper {
  dueAt: number
  wake: () => void
}

/** Time that moves only when a test says so. */
export class FakeClock implements Clock {
  /** False while something real is under way (a file being read) that fake time must wait for. */
  isQuiet: () => boolean = () => true
  #now: number
  readonly #sleepers = new Set<Sleeper>()

  constructor(startsAt = 1_700_000_000_000) {
    this.#now = startsAt
  }

  now(): number {
    return this.#now
  }

  /** When the next sleeper is due, in milliseconds from now; null when nobody sleeps. */
  get nextIn(): number | null {
    const due = [...this.#sleepers].map((sleeper) => sleeper.dueAt)
    return due.length === 0 ? null : Math.min(...due) - this.#now
  }

  get sleepers(): number {
    return this.#sleepers.size
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#sleepers.delete(sleeper)
        reject(signal.reason)
      }
      const sleeper: Sleeper = {
        dueAt: this.#now + Math.max(0, ms),
        wake: () => {
          signal.removeEventListener('abort', onAbort)
          this.#sleepers.delete(sleeper)
          resolve()
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#sleepers.add(sleeper)
    })
  }

  /** Somebody sets the clock; sleeps last as long as they would have. */
  setBack(ms: number): void {
    this.#now -= ms
    for (const sleeper of this.#sleepers) sleeper.dueAt -= ms
  }

  /** Lets `ms` pass; wakes sleepers in order and lets what they set off run in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await this.#settle()
      const next = [...this.#sleepers].sort((a, b) => a.dueAt - b.dueAt)[0]
      if (next === undefined || next.dueAt > end) break
      this.#now = Math.max(this.#now, next.dueAt)
      next.wake()
    }
    this.#now = end
    await this.#settle()
  }

  /** Turns of the event loop until promise chains and files have come to rest. */
  async #settle(): Promise<void> {
    for (let quietTurns = 0; quietTurns < 10; quietTurns = this.isQuiet() ? quietTurns + 1 : 0) {
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }
}
