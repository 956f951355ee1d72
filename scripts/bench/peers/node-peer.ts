import { resolve } from 'node:path'
import type { Measurement, Peer, PeerJob } from './peer.ts'
import { runProgram } from './run-program.ts'
import { writeJob } from './write-job.ts'

/**
 * A peer that is a file, of this folder or anywhere: gets the name
 * of a file with its job as JSON, prints its measurement as JSON.
 */
export function nodePeer(name: string, file: string): Peer {
  return {
    name,
    async upload(job: PeerJob): Promise<Measurement> {
      const { output } = await runProgram(process.execPath, [
        ...profilingArgs(name),
        resolve(import.meta.dirname, file),
        await writeJob(job),
      ])
      return JSON.parse(output)
    },
  }
}

/** `BENCH_PROFILE=FOLDER` leaves a processor profile of every run there. */
function profilingArgs(name: string): string[] {
  const folder = process.env.BENCH_PROFILE
  if (!folder || name !== 'stevedore') return []
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500']
}
