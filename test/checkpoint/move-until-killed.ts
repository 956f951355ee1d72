import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'

/** Moves every third upload to the end of the queue and says after each step how many it has moved, until it is killed. */
const checkpoint = openCheckpoint(process.argv[2] ?? '')
const { commands } = checkpoint.uploads
const ids = Array.from({ length: 4000 }, (_, index) => index * 3 + 1)
const id = commands.recordMove({ kind: 'ids', ids }, 'bottom')
if (id === null) throw new Error('Nothing to move')
for (;;) {
  const { isDone, changed } = commands.step(id, [])
  if (isDone) break
  process.stdout.write(`${changed}\n`)
}
