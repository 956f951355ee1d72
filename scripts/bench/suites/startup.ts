import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import type { Suite } from '../bench-options.ts'
import { fillQueue } from '../million-rows.ts'
import { bundle } from '../peers/bundle.ts'
import { runProgram } from '../peers/run-program.ts'
import { median } from '../statistics.ts'
import { textTable } from '../text-table.ts'

const root = dirname(dirname(dirname(import.meta.dirname)))

interface Start {
  loadedMs: number
  openedMs: number
  answeredMs: number
  cpuMs: number
}

/**
 * How long a start takes: of the program behind the window until the first page of the queue is answered, with an empty
 * queue and a full one, and of the command in the terminal until it has said something and until its first byte is sent.
 */
export const startup: Suite = async ({ scratch, say, count, rounds }) => {
  const total = count ?? 1_000_000
  say('bundling')
  const program = await bundle('startup')
  const command = await bundle('terminal', join(root, 'electron', 'cli.ts'))
  const empty = join(scratch, 'empty')
  const full = join(scratch, 'full')
  await mkdir(empty)
  await mkdir(full)
  const nothing = await repeated(rounds, () => startOnce(program, empty))
  await fillQueue(full, total, say)
  say('starting')
  const many = await repeated(rounds, () => startOnce(program, full))
  const helpMs = await repeated(rounds, () => helpOnce(command))
  const firstByteMs = await repeated(rounds, (round) =>
    firstByteOnce(command, join(scratch, `terminal-${round}`)),
  )
  const rows = [
    ['', 'from start to end', 'of it loading', 'opening the queue', 'processor time'],
    startRow('first page of an empty queue', nothing),
    startRow(`first page of ${total} rows`, many),
    ['upload --help', `${Math.round(median(helpMs))} ms`],
    ['upload FILE, to its first byte', `${Math.round(median(firstByteMs))} ms`],
  ]
  return {
    text: `starts, median of ${rounds}\n\n${textTable(rows)}`,
    data: { total, empty: nothing, full: many, helpMs, firstByteMs },
  }
}

function startRow(name: string, starts: readonly Start[]): string[] {
  const middle = (of: (start: Start) => number) => `${Math.round(median(starts.map(of)))} ms`
  return [
    name,
    middle(({ answeredMs }) => answeredMs),
    middle(({ loadedMs }) => loadedMs),
    middle(({ openedMs, loadedMs }) => openedMs - loadedMs),
    middle(({ cpuMs }) => cpuMs),
  ]
}

async function repeated<T>(rounds: number, once: (round: number) => Promise<T>): Promise<T[]> {
  const values: T[] = []
  for (let round = 0; round < rounds; round += 1) values.push(await once(round))
  return values
}

async function startOnce(program: string, folder: string): Promise<Start> {
  const { output } = await runProgram(process.execPath, [program, folder])
  return JSON.parse(output)
}

async function helpOnce(command: string): Promise<number> {
  const startedAt = performance.now()
  await runProgram(process.execPath, [command, '--help'])
  return performance.now() - startedAt
}

/** The first request of an upload, met by a server that answers nothing; the process ends with it. */
async function firstByteOnce(command: string, folder: string): Promise<number> {
  await mkdir(folder)
  const file = join(folder, 'file.bin')
  await writeFile(file, Buffer.alloc(4096))
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const startedAt = performance.now()
  const args = [
    command,
    file,
    '--to',
    'oss://benchmark',
    '--endpoint',
    `http://127.0.0.1:${port}`,
    '--region',
    'cn-hangzhou',
  ]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      OSS_ACCESS_KEY_ID: 'benchmark',
      OSS_ACCESS_KEY_SECRET: 'benchmark',
      STEVEDORE_DATA_DIR: folder,
    },
  })
  let errors = ''
  child.stderr.on('data', (text: Buffer) => {
    errors += text
  })
  const ended = once(child, 'close').then(([code]) => {
    throw new Error(`the command ended with ${code} before it sent anything: ${errors}`)
  })
  ended.catch(() => undefined)
  try {
    await Promise.race([once(server, 'request'), ended])
    return performance.now() - startedAt
  } finally {
    child.kill('SIGKILL')
    server.closeAllConnections()
    server.close()
  }
}
