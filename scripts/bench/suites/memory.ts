import { mkdir, mkdtemp, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Suite } from '../bench-options.ts'
import { openSink } from '../open-sink.ts'
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
    const job = { sink, files, partSizeBytes: 8 * MiB, partsAtOnce: 5, filesAtOnce }
    const stevedore = await stevedorePeer()
    const measured = await stevedore.upload({ ...job, folder: await mkdtemp(join(scratch, 'run-')) })
    const { peakMemoryBytes, seconds, details } = measured
    const early = details?.earlyMemoryBytes ?? 0
    const late = details?.lateMemoryBytes ?? 0
    const text = [
      `${sizeBytes / 1024 ** 3} GiB in ${filesAtOnce} files, 5 parts each at once, to the ${sink.name}, ${seconds.toFixed(1)} s`,
      `memory: at most ${Math.round((peakMemoryBytes ?? 0) / MiB)} MiB; mean of the second quarter ${Math.round(early / MiB)} MiB, of the last ${Math.round(late / MiB)} MiB`,
    ]
    return { text: text.join('\n'), data: { sizeBytes, ...measured } }
  } finally {
    await sink.close()
  }
}
