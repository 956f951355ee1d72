/** Ten minutes, one number per second. */
export const trackSeconds = 600

/** How many bytes went in each of the last ten minutes' seconds. */
export class SpeedTrack {
  readonly #bytes = new Float64Array(trackSeconds)
  /** The newest second that has a slot; older ones wrap around behind it. */
  #newest = Number.NEGATIVE_INFINITY
  /** When bytes were added last, Unix milliseconds. */
  lastAt = 0

  /** Bytes that went between two moments, spread evenly over the seconds in between. */
  add(fromMs: number, toMs: number, bytes: number): void {
    this.#advance(Math.floor(toMs / 1000))
    this.lastAt = toMs
    const spanMs = toMs - fromMs
    if (bytes <= 0) return
    if (spanMs <= 0) {
      this.#put(Math.floor(toMs / 1000), bytes)
      return
    }
    for (let start = fromMs; start < toMs; ) {
      const end = Math.min(toMs, (Math.floor(start / 1000) + 1) * 1000)
      this.#put(Math.floor(start / 1000), (bytes * (end - start)) / spanMs)
      start = end
    }
  }

  /** Bytes per second, oldest first; the last is the second before `now`, as the present one is not over. */
  read(now: number): number[] {
    const last = Math.floor(now / 1000) - 1
    return Array.from({ length: trackSeconds }, (_, index) =>
      Math.round(this.#get(last - trackSeconds + 1 + index)),
    )
  }

  #get(second: number): number {
    if (second > this.#newest || second <= this.#newest - trackSeconds) return 0
    return this.#bytes[slot(second)] ?? 0
  }

  #put(second: number, bytes: number): void {
    if (second <= this.#newest - trackSeconds) return
    const index = slot(second)
    this.#bytes[index] = (this.#bytes[index] ?? 0) + bytes
  }

  #advance(second: number): void {
    if (second <= this.#newest) return
    const from = Math.max(this.#newest + 1, second - trackSeconds + 1)
    for (let empty = from; empty <= second; empty += 1) this.#bytes[slot(empty)] = 0
    this.#newest = second
  }
}

function slot(second: number): number {
  return second % trackSeconds
}
