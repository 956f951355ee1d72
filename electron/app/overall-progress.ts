/**
 * How far the present work is, for the bar on the Dock or task bar. Work begins when bytes become due and ends when none
 * are left; files added on the way belong to it, so the bar may fall then, as the work has grown.
 */
export class OverallProgress {
  #bytesDone = 0
  #bytesLeft = 0

  /** Fraction from 0 to 1, or -1 (no bar) while nothing is due. */
  update(bytesLeft: number): number {
    if (bytesLeft === 0) {
      this.#bytesDone = 0
      this.#bytesLeft = 0
      return -1
    }
    if (bytesLeft < this.#bytesLeft) this.#bytesDone += this.#bytesLeft - bytesLeft
    this.#bytesLeft = bytesLeft
    return this.#bytesDone / (this.#bytesDone + bytesLeft)
  }
}

/** How Windows colours the bar: yellow where nothing moves, red where something failed. Other systems know no modes. */
export function progressMode(counts: {
  running: number
  waiting: number
  problems: number
}): 'normal' | 'paused' | 'error' {
  if (counts.problems > 0) return 'error'
  return counts.running === 0 && counts.waiting > 0 ? 'paused' : 'normal'
}
