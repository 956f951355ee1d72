import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchOptions, Suite } from '../bench-options.ts'
import { openSink } from '../open-sink.ts'
import type { PeerJob } from '../peers/peer.ts'
import { writeJob } from '../peers/write-job.ts'
import { type Line, ShapingProxy } from '../sink/shaping-proxy.ts'
import { textTable } from '../text-table.ts'

const KiB = 1024
const MiB = 1024 * KiB

const cases: { name: string; line: Line }[] = [
  { name: '512 KiB/s per connection', line: { perConnection: 512 * KiB, latencyMs: 20 } },
  { name: '10 MiB/s shared by all', line: { shared: 10 * MiB, latencyMs: 20 } },
  { name: 'answers after 300 ms, 24 MiB/s shared', line: { shared: 24 * MiB, latencyMs: 300 } },
]
const fixedNumbers = [2, 5, 10, 20, 40, 64]
/** A fixed number is measured from its 3rd to its 9th second, the automatic one from its 20th to its 32nd. */
const fixedWindow = [3, 9] as const
const autoWindow = [20, 32] as const

/** One large file over lines of different kinds: what fixed numbers of requests carry, and what is found by itself. */
export const tuning: Suite = async (options) => {
  const { scratch, say } = options
  const file = join(scratch, 'large.bin')
  // A hole: nothing here depends on what is in it.
  const handle = await open(file, 'w')
  await handle.truncate(16 * 1024 * MiB)
  await handle.close()
  const sink = await openSink(options)
  try {
    const rows: { name: string; fixed: Record<string, number>; auto: number; ofBest: number }[] = []
    for (const { name, line } of cases) {
      const fixed: Record<string, number> = {}
      for (const partsAtOnce of fixedNumbers) {
        const job = { sink, files: [file], partSizeBytes: MiB, partsAtOnce, filesAtOnce: 1 }
        fixed[partsAtOnce] = await rateOf(options, line, job, fixedWindow)
        say(`${name}: ${partsAtOnce} at once carry ${(fixed[partsAtOnce] / MiB).toFixed(1)} MiB/s`)
      }
      const job = { sink, files: [file], partSizeBytes: MiB, partsAtOnce: 5, filesAtOnce: 1 }
      const auto = await rateOf(options, line, { ...job, autoConcurrency: true }, autoWindow)
      say(`${name}: by itself ${(auto / MiB).toFixed(1)} MiB/s`)
      rows.push({ name, fixed, auto, ofBest: auto / Math.max(...Object.values(fixed)) })
    }
    const heading = ['MiB/s', ...fixedNumbers.map(String), 'auto', 'of the best']
    const lines = rows.map(({ name, fixed, auto, ofBest }) => [
      name,
      ...fixedNumbers.map((number) => ((fixed[number] ?? 0) / MiB).toFixed(1)),
      (auto / MiB).toFixed(1),
      `${Math.round(ofBest * 100)} %`,
    ])
    return { text: textTable([heading, ...lines]), data: { cases: rows } }
  } finally {
    await sink.close()
  }
}

/** Bytes per second that pass between two moments of a run, which is then ended. */
async function rateOf(
  { scratch }: BenchOptions,
  line: Line,
  job: Omit<PeerJob, 'folder'>,
  [fromSecond, toSecond]: readonly [number, number],
): Promise<number> {
  const proxy = await ShapingProxy.start(line, job.sink.endpoint)
  const folder = await mkdtemp(join(scratch, 'run-'))
  const jobFile = await writeJob({ ...job, folder, sink: { ...job.sink, endpoint: proxy.endpoint } })
  // Its start is not measured, so it need not be bundled.
  const peer = join(import.meta.dirname, '..', 'peers', 'stevedore-process.ts')
  const child = spawn(process.execPath, [peer, jobFile], { stdio: ['ignore', 'ignore', 'ignore'] })
  const ended = once(child, 'close')
  try {
    while (proxy.forwardedBytes === 0 && child.exitCode === null) await sleep(20)
    await sleep(fromSecond * 1000)
    const before = { bytes: proxy.forwardedBytes, at: performance.now() }
    await sleep((toSecond - fromSecond) * 1000)
    if (child.exitCode !== null) throw new Error('the upload ended before it was measured')
    return (proxy.forwardedBytes - before.bytes) / ((performance.now() - before.at) / 1000)
  } finally {
    child.kill('SIGKILL')
    await ended
    await proxy.close()
    await rm(folder, { recursive: true, force: true })
  }
}
