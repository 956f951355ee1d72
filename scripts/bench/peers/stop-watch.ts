import type { Measurement } from './peer.ts'

/** Begins to measure this process; the answer ends it. */
export function startWatch(): () => Measurement {
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(cpuBefore)
    return {
      seconds: (performance.now() - startedAt) / 1000,
      cpuSeconds: (user + system) / 1e6,
      // libuv gives kilobytes on every system.
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    }
  }
}
