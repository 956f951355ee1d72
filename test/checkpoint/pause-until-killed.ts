import { writeSync } from 'node:fs'
import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'

/** A process of its own: begins to pause everything, says how many it has paused, and waits for its end. */
const { commands } = openCheckpoint(process.argv[2] ?? '').uploads
const { changed } = commands.step(commands.record('pause', { kind: 'all', filter: 'all' }), [])
writeSync(1, `${changed}\n`)
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
