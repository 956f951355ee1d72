/** What a stretch of time showed. */
export interface Observation {
  /** Unix milliseconds. */
  now: number
  /** Work done so far, in bytes; only ever grows. */
  workBytes: number
  /** Since the last observation there was always work for every connection; otherwise the rate says nothing. */
  isSaturated: boolean
  /**
   * Bytes per millisecond by requests that began and ended at the present number, null while too few have ended. Absent
   * where requests are short: what takes seconds comes in gusts, which the work of one second says nothing about.
   */
  rateByRequests?: number | null
  /** Answers since the last observation that asked for less. */
  throttled: number
  /** Requests since the last observation that broke off or stalled. */
  lost: number
}

interface Window {
  /** Bytes handed to new sockets fill their buffers first; the rate counts from here. */
  measuresFrom: number
  workBytes: number | null
}

/** So long after a change nothing is measured, and so long it is measured then. */
const settleMs = 1000
const measureMs = 1000
/** Requests longer than this are not waited for: then the bytes handed to sockets must do. */
const patienceMs = 6000
/** Another number of connections must bring at least this much, or the smaller number is kept. */
const worthwhileGain = 1.1
/** Fewer connections are as good when the rate stays above this. */
const asGood = 0.97
const largestStep = 2
const smallestStep = 1.15
/** Between two looks whether something has changed. */
const restMs = 15_000
/** After the server asked for less, its limit is not tried again for so long. */
const respectMs = 60_000

/**
 * How many requests at once carry most. Climbs by large steps while each brings more, then by smaller ones; rests there and
 * looks again now and then, upwards and downwards in turn; halves at once when the server asks for less, and gives up a
 * quarter when requests are lost. Pure: all it knows of time is what it is told.
 */
export class ConcurrencyController {
  readonly #min: number
  readonly #max: number
  #target: number
  /** The best number known, and its rate in bytes per millisecond. */
  #best: { target: number; rate: number } | null = null
  #step = largestStep
  #isClimbing = true
  #window: Window | null = null
  #restsUntil = 0
  #nextLook: 'up' | 'down' = 'down'
  #ceiling: { target: number; until: number } | null = null

  constructor(range: readonly [min: number, max: number], start: number) {
    ;[this.#min, this.#max] = range
    this.#target = Math.min(this.#max, Math.max(this.#min, start))
  }

  get target(): number {
    return this.#target
  }

  /** To be told about once or more often a second. */
  observe(seen: Observation): void {
    if (seen.throttled > 0) {
      this.#ceiling = { target: Math.max(this.#min, this.#target - 1), until: seen.now + respectMs }
      this.#retreat(this.#target / 2, seen.now)
      return
    }
    if (seen.lost > Math.max(1, this.#target / 8)) {
      this.#retreat(this.#target * 0.75, seen.now)
      return
    }
    const rate = this.#measure(seen)
    if (rate === null) return
    if (this.#isClimbing) this.#judge(rate, seen.now)
    else this.#rest(rate, seen.now)
  }

  /** The rate of a whole window, or null while there is none. */
  #measure({ now, workBytes, isSaturated, rateByRequests }: Observation): number | null {
    if (!isSaturated) {
      this.#window = null
      return null
    }
    this.#window ??= { measuresFrom: now + settleMs, workBytes: null }
    const window = this.#window
    if (now < window.measuresFrom) return null
    if (window.workBytes === null) {
      window.workBytes = workBytes
      window.measuresFrom = now
      return null
    }
    const elapsedMs = now - window.measuresFrom
    if (rateByRequests !== undefined) {
      if (rateByRequests !== null) this.#window = { measuresFrom: now, workBytes }
      if (rateByRequests !== null || elapsedMs < patienceMs) return rateByRequests
    }
    if (elapsedMs < measureMs) return null
    this.#window = { measuresFrom: now, workBytes }
    return (workBytes - window.workBytes) / elapsedMs
  }

  #judge(rate: number, now: number): void {
    const { target } = this
    const best = this.#best
    const isBetter = best === null || isWorthwhile(best, { target, rate })
    if (isBetter) this.#best = { target, rate }
    else this.#step = Math.sqrt(this.#step)
    const from = isBetter ? target : best.target
    const next = this.#clamp(Math.max(from + 1, Math.round(from * this.#step)), now)
    if (next > from && this.#step >= smallestStep) this.#move(next)
    else this.#settleAt(from, now)
  }

  /** Looks whether the best is still the best: the line may have become another one. */
  #rest(rate: number, now: number): void {
    const best = this.#best
    if (best === null) return
    if (this.#target < best.target) {
      // A look downwards: as good with fewer is better.
      if (rate >= best.rate * asGood) this.#best = { target: this.#target, rate }
      this.#settleAt(this.#best?.target ?? this.#target, now)
      return
    }
    this.#best = { target: this.#target, rate }
    if (now < this.#restsUntil) return
    this.#nextLook = this.#nextLook === 'up' ? 'down' : 'up'
    if (this.#nextLook === 'up') {
      this.#step = Math.sqrt(largestStep)
      this.#isClimbing = true
      this.#judge(rate, now)
    } else {
      const lower = Math.max(this.#min, Math.round(this.#target / Math.SQRT2))
      if (lower < this.#target) this.#move(lower)
    }
  }

  #retreat(target: number, now: number): void {
    this.#best = null
    this.#step = Math.sqrt(largestStep)
    this.#isClimbing = false
    this.#restsUntil = now + restMs
    this.#move(Math.max(this.#min, Math.floor(target)))
    this.#best = { target: this.#target, rate: 0 }
  }

  #settleAt(target: number, now: number): void {
    this.#isClimbing = false
    this.#restsUntil = now + restMs
    if (target !== this.#target) this.#move(target)
  }

  #move(target: number): void {
    this.#target = target
    this.#window = null
  }

  #clamp(target: number, now: number): number {
    if (this.#ceiling !== null && now >= this.#ceiling.until) this.#ceiling = null
    return Math.min(this.#max, this.#ceiling?.target ?? this.#max, target)
  }
}

/** A small step cannot bring as much as a large one: half of what it would bring at best is asked for, up to a tenth. */
function isWorthwhile(
  best: { target: number; rate: number },
  tried: { target: number; rate: number },
): boolean {
  const mostGain = tried.target / best.target
  return tried.rate >= best.rate * Math.min(worthwhileGain, 1 + (mostGain - 1) / 2)
}
