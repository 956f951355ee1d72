const windowMs = 8_000

/** Bytes per second over the last few seconds: steady enough to estimate from, quick enough to show a stall. */
export class SpeedMeter {
  #samples: { at: number; bytes: number }[] = []

  /** `bytes` counts up over the whole run; a step back (a part that is sent again) does not count as speed. */
  add(at: number, bytes: number): void {
    const last = this.#samples.at(-1)
    if (last !== undefined && bytes < last.bytes) {
      const back = last.bytes - bytes
      this.#samples = this.#samples.map((sample) => ({ ...sample, bytes: sample.bytes - back }))
    }
    this.#samples.push({ at, bytes })
    this.#samples = this.#samples.filter((sample) => at - sample.at <= windowMs)
  }

  get bytesPerSecond(): number {
    const first = this.#samples.at(0)
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined || last.at === first.at) return 0
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000
  }

  /** Null while nothing moves or too little is known. */
  secondsLeft(bytesLeft: number): number | null {
    const first = this.#samples.at(0)
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined || last.at - first.at < 1000) return null
    return this.bytesPerSecond > 0 ? bytesLeft / this.bytesPerSecond : null
  }
}
