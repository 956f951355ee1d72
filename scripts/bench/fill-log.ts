import { statSync } from 'node:fs'
import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'

/** A process of its own: fills the write-ahead log to just before it is folded, and is killed. */
const fullBytes = 15_000 * 4120
const { file, uploads } = openCheckpoint(process.argv[2] ?? '')
const last = Number(process.argv[3])
for (let first = 1; statSync(`${file}-wal`).size < fullBytes; first = (first + 400) % last) {
  const ids = Array.from({ length: 400 }, (_, index) => first + index)
  const { changed } = uploads.applyToScope({ kind: 'ids', ids }, 'cancelKeep', [])
  if (changed === 0) uploads.applyToScope({ kind: 'ids', ids }, 'resume', [])
}
process.kill(process.pid, 'SIGKILL')
