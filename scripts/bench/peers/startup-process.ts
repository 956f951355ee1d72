/**
 * The program behind the window as a process: the folder of its data is the argument. Prints, as one JSON line, how long it
 * took from the start of the process to the answer of the queue's first page, and what part of it the program was loading.
 */
import { openProgram } from '../../../electron/app/program.ts'
import { windowlessDesktop, withoutKeyStore } from './windowless.ts'

const loadedMs = performance.now()
const silent = () => undefined
const program = openProgram({
  dataFolder: process.argv[2] ?? '',
  keyStore: withoutKeyStore,
  desktop: windowlessDesktop,
  log: { debug: silent, info: silent, warn: silent, error: silent },
  send: silent,
})
const openedMs = performance.now()
const query = { filter: 'all', search: '', sort: 'queue', descending: false, offset: 0, limit: 100 } as const
const { total } = await program.handlers['queue.page'](query)
const answeredMs = performance.now()
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ loadedMs, openedMs, answeredMs, total, cpuMs: (user + system) / 1000 }))
// A start after a crash looks through the database, which is not what is measured.
await program.stop()
process.exit(0)
