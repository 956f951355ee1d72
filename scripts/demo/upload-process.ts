import { type ChildProcess, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'

const cli = join(dirname(dirname(import.meta.dirname)), 'electron', 'cli.ts')

/** One `npm run upload` in a process of its own. */
export interface UploadProcess {
  /** SIGKILL: the process gets no chance to save anything. */
  kill(): void
  /** Resolves when it is gone. */
  ended: Promise<{ code: number | null; output: string }>
}

export function startUpload(args: readonly string[], env: Record<string, string>): UploadProcess {
  const child = spawn(process.execPath, [cli, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  return { kill: () => child.kill('SIGKILL'), ended: endOf(child) }
}

function endOf(child: ChildProcess): UploadProcess['ended'] {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
