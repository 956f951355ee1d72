import type { PeerResult } from './interleave.ts'
import { textTable } from './text-table.ts'

type Column = [heading: string, of: (seconds: number) => number]

/** One line per peer: time, our time over theirs, `rate` of the time, `cost` of the processor time, memory. */
export function peerTable(results: readonly PeerResult[], rate: Column, cost: Column): string {
  const [ours] = results
  const rows = results.map((result) => [
    result.name,
    `${result.medianSeconds.toFixed(2)} s`,
    ours === undefined || result === ours
      ? ''
      : `${(ours.medianSeconds / result.medianSeconds).toFixed(2)} ×`,
    shown(rate[1](result.medianSeconds)),
    shown(cost[1](result.medianCpuSeconds)),
    result.peakMemoryBytes === null ? '' : `${Math.round(result.peakMemoryBytes / 1024 ** 2)} MiB`,
  ])
  return textTable([['', 'median', 'ours/theirs', rate[0], cost[0], 'memory'], ...rows])
}

/** Three significant digits. */
function shown(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : value.toPrecision(3)
}
