export interface Clock {
  /** Unix milliseconds. */
  now(): number
  /** Resolves after `ms`; rejects at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Uniform in [0, 1). */
export type Random = () => number
