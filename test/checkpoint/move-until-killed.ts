import { writeSync } from 'node:fs'
import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'

/** A process of its own: begins to move every third upload to the end of the queue, says how many it has moved, and waits for its end. */
const { commands } = openCheckpoint(process.argv[2] ?? '').uploads
const ids = Array.from({ length: 4000 }, (_, index) => index * 3 + 1)
const id = commands.recordMove({ kind: 'ids', ids }, 'bottom')
if (id === null) throw new Error('Nothing to move')
let changed = 0
while (changed === 0) changed = commands.step(id, []).changed
writeSync(1, `${changed}\n`)
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
