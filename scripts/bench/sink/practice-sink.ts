import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Sink } from '../peers/peer.ts'

const main = join(dirname(dirname(dirname(import.meta.dirname))), 'electron', 'practice-bucket', 'main.ts')

/** The practice bucket as a process of its own: it checks signatures, hashes every byte and writes it to `folder`. */
export async function startPracticeSink(folder: string): Promise<Sink> {
  const child = spawn(process.execPath, [main, '--port', '0', '--dir', folder, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => {
      throw new Error('the practice bucket did not start')
    }),
  ])
  const { endpoint, region, bucket, accessKeyId, accessKeySecret } = JSON.parse(line)
  return {
    name: 'practice bucket',
    endpoint,
    region,
    bucket,
    accessKeyId,
    accessKeySecret,
    close: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
