/** Bytes per second over the last `windowMs`, from a count that only grows. */
export class RateWindow {
  readonly #windowMs: number
  readonly #samples: { at: number; bytes: number }[] = []

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  add(at: number, bytes: number): void {
    this.#samples.push({ at, bytes })
    // One sample at or before the edge stays, so that the whole window is covered.
    const kept = this.#samples.findLastIndex((sample) => sample.at <= at - this.#windowMs)
    if (kept > 0) this.#samples.splice(0, kept)
  }

  get bytesPerSecond(): number {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (!first || !last || last.at === first.at) return 0
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000
  }

  /** How long the samples reach back; an estimate from less than a second of them is a guess. */
  get spanMs(): number {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    return first && last ? last.at - first.at : 0
  }
}
