import { mkdir, mkdtemp, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Suite } from '../bench-options.ts'
import { openSink } from '../open-sink.ts'
import { automatic } from '../peers/all-peers.ts'
import type { Measurement } from '../peers/peer.ts'
import { stevedorePeer } from '../peers/stevedore-peer.ts'

const MiB = 1024 ** 2
const filesAtOnce = 8

/** Eight uploads of five parts at once: the memory of the process, and whether it grows on the way. */
export const memory: Suite = async (options) => {
  const { scratch, sizeBytes } = options
  const folder = join(scratch, 'large')
  await mkdir(folder)
  const files = Array.from({ length: filesAtOnce }, (_, index) => join(folder, `${index}.bin`))
  for (const file of files) {
    // Holes: reading zeros costs as much memory as reading anything else.
    const handle = await open(file, 'w')
    await handle.truncate(Math.ceil(sizeBytes / filesAtOnce))
    await handle.close()
  }
  const sink = await openSink(options)
  try {
    const fixed = await stevedorePeer()
    const job = { sink, files, partSizeBytes: 8 * MiB, partsAtOnce: 5, filesAtOnce }
    const lines = [`${sizeBytes / 1024 ** 3} GiB in ${filesAtOnce} files to the ${sink.name}`]
    const runs: Record<string, Measurement> = {}
    for (const [how, peer] of [
      ['5 parts each at once', fixed],
      ['as many as carry most', automatic(fixed)],
    ] as const) {
      const measured = await peer.upload({ ...job, folder: await mkdtemp(join(scratch, 'run-')) })
      runs[how] = measured
      lines.push(`${how}, ${measured.seconds.toFixed(1)} s: ${describe(measured)}`)
    }
    return { text: lines.join('\n'), data: { sizeBytes, runs } }
  } finally {
    await sink.close()
  }
}

function describe({ peakMemoryBytes, details }: Measurement): string {
  const mebibytes = (bytes: number | null | undefined) => `${Math.round((bytes ?? 0) / MiB)} MiB`
  return `memory at most ${mebibytes(peakMemoryBytes)}; mean of the second quarter ${mebibytes(details?.earlyMemoryBytes)}, of the last ${mebibytes(details?.lateMemoryBytes)}`
}
