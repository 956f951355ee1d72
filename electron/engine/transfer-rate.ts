/** Smaller requests say more about latency than about the line, unless they took long. */
const meaningfulBytes = 256 * 1024
const meaningfulMs = 5_000
const newestWeight = 0.3

/** What one connection has been carrying lately, measured over whole requests. */
export class TransferRate {
  #bytesPerSecond: number | null = null

  /** Bytes per second of one connection; null while unknown. */
  get bytesPerSecond(): number | null {
    return this.#bytesPerSecond
  }

  /** A request has carried `bytes` in `durationMs`. */
  add(bytes: number, durationMs: number): void {
    if (bytes < meaningfulBytes && durationMs < meaningfulMs) return
    const rate = bytes / (Math.max(1, durationMs) / 1000)
    this.#bytesPerSecond =
      this.#bytesPerSecond === null ? rate : rate * newestWeight + this.#bytesPerSecond * (1 - newestWeight)
  }
}

/** What one of `connections` can carry at most: the slower of the limit's share and what was measured. */
export function connectionRate(
  measured: number | null,
  limitBytesPerSecond: number | null,
  connections: number,
): number | null {
  if (limitBytesPerSecond === null) return measured
  const share = limitBytesPerSecond / Math.max(1, connections)
  return measured === null ? share : Math.min(measured, share)
}

const leastAllowanceMs = 30_000
const mostAllowanceMs = 600_000
/** What a socket and its kernel buffer may hold before they ask for more. */
const bufferedBytes = 512 * 1024

/**
 * How long a part may show no sign of life: half a minute, longer where the known rate needs longer to drain the
 * buffers, and doubled with every stall of the same part, so that an unexpectedly slow line is found by itself.
 */
export function stallAllowanceMs(bytesPerSecond: number | null, earlierStalls: number): number {
  const drainMs = bytesPerSecond === null ? 0 : (bufferedBytes / bytesPerSecond) * 2000
  const base = Math.max(leastAllowanceMs, drainMs)
  return Math.min(mostAllowanceMs, base * 2 ** Math.min(earlierStalls, 5))
}
