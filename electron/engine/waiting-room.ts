import type { Clock } from './ports/clock.ts'

/** The clock is looked at this often: it may have been set, or the machine may have slept. */
const lookAgainMs = 30_000

/** Uploads that are to be tried again at a certain time. Holds ids and times only. */
export class WaitingRoom {
  readonly #clock: Clock
  readonly #onDue: (ids: number[]) => void
  readonly #dueAt = new Map<number, number>()
  #timer: AbortController | null = null
  #timerDueAt = Number.POSITIVE_INFINITY
  #armedAt = 0

  /** `onDue` gets all ids whose time has come; they are forgotten then. */
  constructor(clock: Clock, onDue: (ids: number[]) => void) {
    this.#clock = clock
    this.#onDue = onDue
  }

  /** An id that waits already gets the new time. */
  add(id: number, dueAt: number): void {
    this.#dueAt.set(id, dueAt)
    if (dueAt < this.#timerDueAt) this.#arm()
  }

  /** All of them, now. */
  release(): void {
    const ids = [...this.#dueAt.keys()]
    this.#dueAt.clear()
    this.stop()
    if (ids.length > 0) this.#onDue(ids)
  }

  stop(): void {
    this.#timer?.abort()
    this.#timer = null
    this.#timerDueAt = Number.POSITIVE_INFINITY
  }

  #arm(): void {
    this.stop()
    let earliest = Number.POSITIVE_INFINITY
    for (const dueAt of this.#dueAt.values()) earliest = Math.min(earliest, dueAt)
    if (earliest === Number.POSITIVE_INFINITY) return
    const timer = new AbortController()
    this.#timer = timer
    this.#timerDueAt = earliest
    this.#armedAt = this.#clock.now()
    const waitMs = Math.min(lookAgainMs, Math.max(0, earliest - this.#armedAt))
    this.#clock.sleep(waitMs, timer.signal).then(
      () => this.#ring(),
      () => undefined,
    )
  }

  #ring(): void {
    const now = this.#clock.now()
    // The clock was set back: what waits must not wait for that much longer.
    const setBackMs = this.#armedAt - now
    if (setBackMs > 0) for (const [id, dueAt] of this.#dueAt) this.#dueAt.set(id, dueAt - setBackMs)
    const due = [...this.#dueAt].filter(([, dueAt]) => dueAt <= now).map(([id]) => id)
    for (const id of due) this.#dueAt.delete(id)
    this.#arm()
    if (due.length > 0) this.#onDue(due)
  }
}
