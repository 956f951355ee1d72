interface Limits {
  /** While nothing is known yet. */
  first: number
  narrowest: number
  widest: number
  /** How long a portion should take, in milliseconds. */
  portionMs: number
}

/** How many rows a portion takes: as many as last about `portionMs` on this machine, with these rows. */
export class PortionWidth {
  readonly #limits: Limits
  #rows: number

  constructor(limits: Limits) {
    this.#limits = limits
    this.#rows = limits.first
  }

  get rows(): number {
    return this.#rows
  }

  reset(): void {
    this.#rows = this.#limits.first
  }

  /** A portion that began at `startedAt` (`performance.now()`) is over. */
  learn(startedAt: number): void {
    const { narrowest, widest, portionMs } = this.#limits
    const factor = portionMs / Math.max(0.1, performance.now() - startedAt)
    const rows = Math.round(this.#rows * Math.min(2, Math.max(0.25, factor)))
    this.#rows = Math.min(widest, Math.max(narrowest, rows))
  }
}
