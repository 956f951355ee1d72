import { join } from 'node:path'
import { writeRandomFile } from '../../demo/random-file.ts'
import type { Suite } from '../bench-options.ts'
import { interleave } from '../interleave.ts'
import { openSink } from '../open-sink.ts'
import { peerTable } from '../peer-table.ts'
import { allPeers } from '../peers/all-peers.ts'

const partSizeBytes = 8 * 1024 ** 2
const partsAtOnce = 5

/** One large file, parts of 8 MiB, 5 at once. */
export const throughput: Suite = async (options) => {
  const { scratch, say, sizeBytes, rounds } = options
  const file = join(scratch, 'large.bin')
  say('writing a random file')
  await writeRandomFile(file, sizeBytes)
  const sink = await openSink(options)
  try {
    // The practice bucket checks signatures, which `curl -T` has none of.
    const peers = await allPeers(scratch, say, sink.name !== 'practice bucket')
    const job = { sink, files: [file], partSizeBytes, partsAtOnce, filesAtOnce: 1 }
    const results = await interleave(peers, rounds, job, scratch, say)
    const sizeGiB = sizeBytes / 1024 ** 3
    const title = `${sizeGiB} GiB in parts of 8 MiB, ${partsAtOnce} at once, to the ${sink.name}; median of ${rounds}`
    return {
      text: `${title}\n\n${peerTable(results, ['GiB/s', (seconds) => sizeGiB / seconds], ['CPU-s/GiB', (seconds) => seconds / sizeGiB])}`,
      data: { sizeBytes, partSizeBytes, partsAtOnce, sink: sink.name, rounds, peers: results },
    }
  } finally {
    await sink.close()
  }
}
