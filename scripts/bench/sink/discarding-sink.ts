import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Sink } from '../peers/peer.ts'
import { runProgram } from '../peers/run-program.ts'

const source = join(import.meta.dirname, 'discarding-server.c')

/** Starts the server that throws everything away, compiled into `folder`; or says why it cannot be had. */
export async function startDiscardingSink(folder: string): Promise<Sink | { absent: string }> {
  const program = join(folder, 'discarding-server')
  if (process.platform === 'win32') return { absent: 'the discarding server needs a Unix system' }
  try {
    await runProgram('cc', ['-O2', '-pthread', '-o', program, source])
  } catch (error) {
    return { absent: `no C compiler: ${error instanceof Error ? error.message.split('\n')[0] : error}` }
  }
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const [port] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => {
      throw new Error('the discarding server did not start')
    }),
  ])
  return {
    name: 'discarding server',
    endpoint: `http://127.0.0.1:${port}`,
    region: 'cn-hangzhou',
    bucket: 'benchmark',
    accessKeyId: 'benchmark',
    accessKeySecret: 'not-a-secret',
    close: async () => {
      child.stdin.end()
      await ended
    },
  }
}
