import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Suite } from '../bench-options.ts'
import { interleave } from '../interleave.ts'
import { openSink } from '../open-sink.ts'
import { peerTable } from '../peer-table.ts'
import { allPeers } from '../peers/all-peers.ts'

const fileBytes = 4096
const filesAtOnce = 16

/** Many small files, 16 at once. Ours walks the folder and records every file; the peers are handed the list. */
export const small: Suite = async (options) => {
  const { scratch, say, rounds } = options
  const count = options.count ?? 5000
  const files = await writeFiles(join(scratch, 'small'), count)
  const sink = await openSink(options)
  try {
    const peers = await allPeers(scratch, say, false)
    const job = { sink, files, partSizeBytes: 8 * 1024 ** 2, partsAtOnce: 5, filesAtOnce }
    const results = await interleave(peers, rounds, job, scratch, say)
    const title = `${count} files of 4 KiB, ${filesAtOnce} at once, to the ${sink.name}; median of ${rounds}`
    return {
      text: `${title}\n\n${peerTable(results, ['files/s', (seconds) => count / seconds], ['CPU-ms/file', (seconds) => (seconds * 1000) / count])}`,
      data: { count, fileBytes, filesAtOnce, sink: sink.name, rounds, peers: results },
    }
  } finally {
    await sink.close()
  }
}

async function writeFiles(folder: string, count: number): Promise<string[]> {
  await mkdir(folder)
  const files = Array.from({ length: count }, (_, index) => join(folder, `file-${index}.bin`))
  for (const file of files) await writeFile(file, randomBytes(fileBytes))
  return files
}
