import { basename } from 'node:path'
import type { MaybePeer } from './peer.ts'
import { runProgram } from './run-program.ts'

/** `curl -T`: the whole file in one unsigned request without any check. Nothing that reads and sends is cheaper. */
export async function curlPeer(): Promise<MaybePeer> {
  const name = 'curl -T'
  if (process.platform === 'win32')
    return { name, absent: 'needs a Unix shell to measure its processor time' }
  try {
    await runProgram('curl', ['--version'])
  } catch {
    return { name, absent: 'curl is not installed' }
  }
  return {
    name,
    async upload({ sink, files }) {
      const [file = ''] = files
      const url = `${sink.endpoint}/${sink.bucket}/${basename(file)}`
      // `times` prints what the shell and then what its children have used.
      const script = 'curl -sS -f -o /dev/null -w "%{time_total}\\n" -T "$1" "$2" && times'
      const { output } = await runProgram('sh', ['-c', script, 'sh', file, url])
      const [seconds = '', , children = ''] = output.trim().split('\n')
      const cpu = children.split(' ').map(secondsOf)
      return {
        seconds: Number(seconds),
        cpuSeconds: cpu.reduce((sum, part) => sum + part, 0),
        peakMemoryBytes: null,
      }
    },
  }
}

/** `1m2.5s` */
function secondsOf(text: string): number {
  const [, minutes = '0', seconds = '0'] = /^(\d+)m([\d.]+)s$/.exec(text.trim()) ?? []
  return Number(minutes) * 60 + Number(seconds)
}
