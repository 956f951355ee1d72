import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Measurement, Peer, PeerJob } from './peers/peer.ts'
import { median } from './statistics.ts'

export interface PeerResult {
  name: string
  /** One of each round, in order. */
  runs: Measurement[]
  medianSeconds: number
  medianCpuSeconds: number
  /** The largest of all rounds; null where it is not measured. */
  peakMemoryBytes: number | null
}

/**
 * Lets every peer do the same job once per round, in an order that turns from round to round, so that what else the
 * machine does falls on all of them alike.
 */
export async function interleave(
  peers: readonly Peer[],
  rounds: number,
  job: Omit<PeerJob, 'folder'>,
  scratch: string,
  onRun: (text: string) => void,
): Promise<PeerResult[]> {
  const runs = new Map<Peer, Measurement[]>(peers.map((peer) => [peer, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < peers.length; turn += 1) {
      const peer = peers[(round + turn) % peers.length]
      if (peer === undefined) continue
      const folder = await mkdtemp(join(scratch, 'run-'))
      const measured = await peer.upload({ ...job, folder })
      await rm(folder, { recursive: true, force: true })
      runs.get(peer)?.push(measured)
      onRun(`round ${round + 1} of ${rounds}: ${peer.name} ${measured.seconds.toFixed(2)} s`)
    }
  }
  return peers.map((peer) => resultOf(peer.name, runs.get(peer) ?? []))
}

function resultOf(name: string, runs: Measurement[]): PeerResult {
  const peaks = runs.flatMap(({ peakMemoryBytes }) => peakMemoryBytes ?? [])
  return {
    name,
    runs,
    medianSeconds: median(runs.map(({ seconds }) => seconds)),
    medianCpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakMemoryBytes: peaks.length === 0 ? null : Math.max(...peaks),
  }
}
