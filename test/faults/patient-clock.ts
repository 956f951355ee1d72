import type { Clock } from '../../electron/engine/ports/clock.ts'

interface Sleeper {
  dueAt: number
  wake(): void
}

/**
 * Fake time beside a real wire. Time stands still while anything real is under way and jumps to the next sleeper when
 * nothing is, so ten minutes of outage take milliseconds, and a time-out never fires only because the machine is slow.
 */
export class PatientClock implements Clock {
  readonly #isQuiet: () => boolean
  readonly #sleepers = new Set<Sleeper>()
  #now: number
  #isTicking = false
  /** True keeps time where it is, whatever sleeps. */
  isStopped = false

  /** `isQuiet` says that nothing real is under way: no request that will be answered, no file being read. */
  constructor(isQuiet: () => boolean, startsAt = Date.now()) {
    this.#isQuiet = isQuiet
    this.#now = startsAt
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = {
        // Whole milliseconds and at least one, as with real timers: no sleeper can ask for a time that never comes.
        dueAt: this.#now + Math.max(1, Math.ceil(ms)),
        wake: () => {
          signal.removeEventListener('abort', abort)
          this.#sleepers.delete(sleeper)
          resolve()
        },
      }
      const abort = () => {
        this.#sleepers.delete(sleeper)
        reject(signal.reason)
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#sleepers.add(sleeper)
      this.#tick()
    })
  }

  /** Lets `ms` pass while nobody need be asleep; for tests that only want it to be later. */
  pass(ms: number): void {
    this.#now += ms
  }

  #tick(): void {
    if (this.#isTicking) return
    this.#isTicking = true
    let quietTurns = 0
    const turn = () => {
      if (this.#sleepers.size === 0) {
        this.#isTicking = false
        return
      }
      quietTurns = !this.isStopped && this.#isQuiet() ? quietTurns + 1 : 0
      if (quietTurns > turnsToBeSure) {
        quietTurns = 0
        this.#jump()
      }
      // Timers of 1 ms, not immediates: between two of them the event loop polls the sockets.
      setTimeout(turn, 1)
    }
    setTimeout(turn, 1)
  }

  #jump(): void {
    const next = Math.min(...[...this.#sleepers].map((sleeper) => sleeper.dueAt))
    this.#now = Math.max(this.#now, next)
    for (const sleeper of [...this.#sleepers]) if (sleeper.dueAt <= this.#now) sleeper.wake()
  }
}

/** What has just been set off (a promise chain, a close on its way) gets this many turns to show itself. */
const turnsToBeSure = 3
