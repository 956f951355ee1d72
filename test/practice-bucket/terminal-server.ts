import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

const main = join(import.meta.dirname, '../../electron/practice-bucket/main.ts')

export interface TerminalServer {
  process: ChildProcess
  endpoint: string
  port: number
  /** Ends it without warning, as a crash or a power cut would. */
  kill(): Promise<void>
}

/** Starts `main.ts` in a process of its own; its output line by line. */
export function startMain(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const errors: string[] = []
  createInterface(child.stderr).on('line', (line) => errors.push(line))
  return { child, ended, lines: createInterface(child.stdout)[Symbol.asyncIterator](), errors }
}

/** A ready server in a process of its own. */
export async function terminalServer(
  dir: string,
  keys: { accessKeyId: string; accessKeySecret: string; region: string; bucket: string },
): Promise<TerminalServer> {
  const { child, ended, lines, errors } = startMain(
    ['--port', '0', '--dir', dir, '--bucket', keys.bucket, '--region', keys.region, '--json'],
    { OSS_ACCESS_KEY_ID: keys.accessKeyId, OSS_ACCESS_KEY_SECRET: keys.accessKeySecret },
  )
  const { value } = await lines.next()
  if (typeof value !== 'string') throw new Error(`the server did not start: ${errors.join('\n')}`)
  const { endpoint } = JSON.parse(value) as { endpoint: string }
  return {
    process: child,
    endpoint,
    port: Number(new URL(endpoint).port),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
