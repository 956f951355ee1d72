/**
 * What is written a little later, once: after `withinMs`, or with
 * the end of this turn of the event loop when it is in a hurry.
 */
export class Recording {
  readonly done: Promise<void>
  readonly #record: () => void
  #resolve: () => void = () => undefined
  #timer: NodeJS.Timeout | null
  #immediate: NodeJS.Immediate | null = null

  constructor(record: () => void, withinMs: number) {
    this.#record = record
    this.done = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#timer = setTimeout(record, withinMs)
  }

  hurry(): void {
    this.#stopTimer()
    this.#immediate ??= setImmediate(this.#record)
  }

  /** It is written. */
  end(): void {
    this.#stopTimer()
    if (this.#immediate !== null) clearImmediate(this.#immediate)
    this.#resolve()
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
