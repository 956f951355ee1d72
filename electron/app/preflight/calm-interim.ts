/** What has appeared stays so long at least: anything shorter is a flash that nobody can read. */
const leastMs = 900

/** Something that is shown while one waits: not for a short wait, and long enough to be read once it is there. */
export class CalmInterim {
  #timer: NodeJS.Timeout | null = null
  #shownAt: number | null = null
  readonly #signal: AbortSignal

  /** `signal` ends every wait. */
  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  /** Calls `show` when the wait is not over by then. */
  begin(delayMs: number, show: () => void): void {
    const timer = setTimeout(() => {
      this.#shownAt = performance.now()
      show()
    }, delayMs)
    this.#timer = timer
    this.#signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  }

  /** The wait is over; resolves when what was shown has stood long enough, at once where nothing was. */
  async end(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#shownAt === null || this.#signal.aborted) return
    const restMs = this.#shownAt + leastMs - performance.now()
    if (restMs <= 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, restMs)
      this.#signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer)
          resolve()
        },
        { once: true },
      )
    })
  }
}
