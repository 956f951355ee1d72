import { join } from 'node:path'
import type { BenchOptions } from './bench-options.ts'
import type { Sink } from './peers/peer.ts'
import { startDiscardingSink } from './sink/discarding-sink.ts'
import { startPracticeSink } from './sink/practice-sink.ts'

/** The sink that was asked for; the practice bucket, and a word about it, where the other cannot be had. */
export async function openSink({ sink, scratch, say }: BenchOptions): Promise<Sink> {
  if (sink === 'discard') {
    const discarding = await startDiscardingSink(scratch)
    if (!('absent' in discarding)) return discarding
    say(`${discarding.absent}; the practice bucket stands in, and may be what the numbers show`)
  }
  return await startPracticeSink(join(scratch, 'bucket'))
}
