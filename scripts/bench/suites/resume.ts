import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { link, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Suite } from '../bench-options.ts'
import { bundle } from '../peers/bundle.ts'
import { goPeer } from '../peers/go-peer.ts'
import { isPresent, type PeerJob } from '../peers/peer.ts'
import { writeJob } from '../peers/write-job.ts'
import { startPracticeSink } from '../sink/practice-sink.ts'
import { ShapingProxy } from '../sink/shaping-proxy.ts'
import { median } from '../statistics.ts'
import { textTable } from '../text-table.ts'

const MiB = 1024 ** 2
const partSizeBytes = 8 * MiB
/** More than any request without a part's bytes. */
const moreThanAsking = 64 * 1024
const lookEveryMs = 2

/** A program that is given the name of a file with its job. */
type Command = readonly [name: string, file: string, ...args: string[]]

interface Resumption {
  /** From the start of the second process to its first bytes of a part. */
  firstPartMs: number
  seconds: number
  /** Bytes that went over the line in both runs, beyond the size of the file; requests and answers without a body count too. */
  sentAgainBytes: number
  /** What the second process read from files and sockets; null where the system does not tell. */
  readBytes: number | null
}

/** An upload that is killed half-way, and started again: how soon it sends, how much of it twice, what it reads for that. */
export const resume: Suite = async ({ scratch, say, sizeBytes, rounds }) => {
  const file = join(scratch, 'large.bin')
  const handle = await open(file, 'w')
  await handle.truncate(sizeBytes)
  await handle.close()
  const commands = await allCommands(scratch, say)
  const sink = await startPracticeSink(join(scratch, 'bucket'))
  try {
    const found: Record<string, Resumption[]> = Object.fromEntries(commands.map(([name]) => [name, []]))
    for (let round = 0; round < rounds; round += 1) {
      for (const command of commands) {
        const folder = await mkdtemp(join(scratch, 'run-'))
        const name = join(scratch, `${command[0].replaceAll(' ', '-')}-${round}.bin`)
        await link(file, name)
        const job = {
          sink,
          files: [name],
          partSizeBytes,
          partsAtOnce: 5,
          filesAtOnce: 1,
          folder,
          keepsCheckpoint: true,
        }
        const resumed = await killAndResume(command, job, sizeBytes)
        found[command[0]]?.push(resumed)
        await rm(folder, { recursive: true, force: true })
        say(
          `round ${round + 1} of ${rounds}: ${command[0]} sends after ${Math.round(resumed.firstPartMs)} ms`,
        )
      }
    }
    const rows = Object.entries(found).map(([name, runs]) => [
      name,
      `${Math.round(median(runs.map(({ firstPartMs }) => firstPartMs)))} ms`,
      `${median(runs.map(({ seconds }) => seconds)).toFixed(2)} s`,
      `${(median(runs.map(({ sentAgainBytes }) => sentAgainBytes)) / MiB).toFixed(1)} MiB`,
      readText(runs),
    ])
    const heading = ['', 'start to first part', 'start to end', 'sent again', 'read by the second run']
    return {
      text: `${(sizeBytes / MiB / 1024).toFixed(2)} GiB, killed at half of it, to the ${sink.name}; median of ${rounds}\n\n${textTable([heading, ...rows])}`,
      data: { sizeBytes, partSizeBytes, rounds, peers: found },
    }
  } finally {
    await sink.close()
  }
}

async function allCommands(scratch: string, say: (text: string) => void): Promise<Command[]> {
  const go = await goPeer(scratch)
  if (!isPresent(go)) say(`${go.name} is absent: ${go.absent}`)
  return [
    ['stevedore', process.execPath, await bundle('stevedore')],
    ['ali-oss', process.execPath, join(import.meta.dirname, '..', 'peers', 'ali-oss-process.ts')],
    ...(isPresent(go) ? [['Go library', join(scratch, 'go-library')] as const] : []),
  ]
}

async function killAndResume(command: Command, job: PeerJob, sizeBytes: number): Promise<Resumption> {
  const line = await ShapingProxy.start({}, job.sink.endpoint)
  try {
    const through = { ...job, sink: { ...job.sink, endpoint: line.endpoint } }
    const first = await run(command, through)
    while (first.isRunning() && line.forwardedBytes < sizeBytes / 2) await sleep(lookEveryMs)
    if (!first.isRunning()) throw new Error(`${command[0]} ended before it was killed: ${first.errors()}`)
    first.kill()
    await first.ended
    const before = line.forwardedBytes

    const startedAt = performance.now()
    const second = await run(command, { ...through, continues: true })
    let firstPartMs: number | null = null
    let readBytes: number | null = null
    while (second.isRunning()) {
      if (firstPartMs === null && line.forwardedBytes - before > moreThanAsking)
        firstPartMs = performance.now() - startedAt
      readBytes = second.readBytes() ?? readBytes
      await sleep(lookEveryMs)
    }
    const code = await second.ended
    if (code !== 0 || firstPartMs === null)
      throw new Error(`${command[0]} ended with ${code}: ${second.errors()}`)
    const seconds = (performance.now() - startedAt) / 1000
    return { firstPartMs, seconds, sentAgainBytes: line.forwardedBytes - sizeBytes, readBytes }
  } finally {
    await line.close()
  }
}

async function run([, file, ...args]: Command, job: PeerJob) {
  const child = spawn(file, [...args, await writeJob(job)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (text: Buffer) => {
    errors += text
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    ended,
    errors: () => errors.trim(),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: () => child.kill('SIGKILL'),
    readBytes: () => bytesRead(child.pid),
  }
}

/** Linux counts what a process has read. */
function bytesRead(pid: number | undefined): number | null {
  try {
    const [, count] = /^rchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8')) ?? []
    return count === undefined ? null : Number(count)
  } catch {
    return null
  }
}

function readText(runs: readonly Resumption[]): string {
  const known = runs.flatMap(({ readBytes }) => readBytes ?? [])
  return known.length === 0 ? '–' : `${Math.round(median(known) / MiB)} MiB`
}
