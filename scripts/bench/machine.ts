import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'

/** What the numbers depend on. */
export interface Machine {
  processor: string
  cores: number
  memoryGiB: number
  system: string
  node: string
  /**
   * Processes that wanted to run over the last minute; more than
   * the cores means that times are longer than they need be.
   */
  load: number
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.version,
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  }
}

export function machineText({ processor, cores, memoryGiB, system, node, load }: Machine): string {
  return `${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}, load ${load}`
}
