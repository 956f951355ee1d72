import { link, mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { writeRandomFile } from '../../demo/random-file.ts'
import type { Suite } from '../bench-options.ts'
import { openSink } from '../open-sink.ts'
import { automatic } from '../peers/all-peers.ts'
import type { Measurement } from '../peers/peer.ts'
import { stevedorePeer } from '../peers/stevedore-peer.ts'

const MiB = 1024 ** 2
const GiB = 1024 ** 3
const filesAtOnce = 8

/**
 * Eight uploads of five parts at once: the memory of the process, and whether it grows on the way. All files are one and the
 * same under many names, so that the disk is not what is measured.
 */
export const memory: Suite = async (options) => {
  const { scratch, sizeBytes, say } = options
  const folder = join(scratch, 'large')
  await mkdir(folder)
  const fileBytes = Math.min(GiB, Math.ceil(sizeBytes / filesAtOnce))
  const count = Math.ceil(sizeBytes / fileBytes)
  const files = Array.from({ length: count }, (_, index) => join(folder, `${index}.bin`))
  const [first = '', ...others] = files
  say('writing a random file')
  await writeRandomFile(first, fileBytes)
  for (const file of others) await link(first, file)
  const sink = await openSink(options)
  try {
    const fixed = await stevedorePeer()
    const job = { sink, files, partSizeBytes: 8 * MiB, partsAtOnce: 5, filesAtOnce }
    const lines = [
      `${(count * fileBytes) / GiB} GiB in ${count} files, ${filesAtOnce} at once, to the ${sink.name}`,
    ]
    const runs: Record<string, Measurement> = {}
    for (const [how, peer] of [
      ['5 parts each at once', fixed],
      ['as many as carry most', automatic(fixed)],
    ] as const) {
      const measured = await peer.upload({ ...job, folder: await mkdtemp(join(scratch, 'run-')) })
      runs[how] = measured
      lines.push(`${how}, ${measured.seconds.toFixed(1)} s: ${describe(measured)}`)
    }
    return { text: lines.join('\n'), data: { sizeBytes: count * fileBytes, runs } }
  } finally {
    await sink.close()
  }
}

function describe({ peakMemoryBytes, details }: Measurement): string {
  const mebibytes = (bytes: number | null | undefined) => `${Math.round((bytes ?? 0) / MiB)} MiB`
  return `memory at most ${mebibytes(peakMemoryBytes)}; mean of the second quarter ${mebibytes(details?.earlyMemoryBytes)}, of the last ${mebibytes(details?.lateMemoryBytes)}`
}
