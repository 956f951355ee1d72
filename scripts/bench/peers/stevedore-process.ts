/**
 * This program as a process, without a window: the name of a file with its job
 * (`PeerJob`), one JSON line (`Measurement`). Everything that runs behind the window runs
 * here too: folders are walked, every upload and part is recorded in a database on disk,
 * progress goes out as often as in the program, serialised as it would be for the window.
 */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { serialize } from 'node:v8'
import { keepHeapLean } from '../../../electron/app/lean-heap.ts'
import { openProgram } from '../../../electron/app/program.ts'
import { runFileTask } from '../../../electron/files/file-workers.ts'
import type { PeerJob } from './peer.ts'
import { startWatch } from './stop-watch.ts'
import { windowlessDesktop, withoutKeyStore } from './windowless.ts'

const job: PeerJob = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const { files, folder, partSizeBytes, partsAtOnce, filesAtOnce, sink } = job

keepHeapLean()
let windowBytes = 0
const complain = (message: string, fields?: object) => console.error(message, JSON.stringify(fields ?? {}))
const program = openProgram({
  dataFolder: folder,
  keyStore: withoutKeyStore,
  desktop: windowlessDesktop,
  log: { debug() {}, info() {}, warn: complain, error: complain },
  send: (name, payload) => {
    windowBytes += serialize([name, payload]).byteLength
  },
})
const known = program.destinations.list().at(0)
const destination = await program.destinations.save({
  ...(known && { id: known.id }),
  ...sink,
  name: 'Benchmark',
  kind: 'oss',
  prefix: '',
  signatureVersion: 'v4',
  isCustomDomain: false,
  metadata: {},
})
await program.handlers['settings.set']({
  partSizeBytes,
  partsAtOnce,
  filesAtOnce,
  autoConcurrency: job.autoConcurrency ?? false,
  multipartThresholdBytes: partSizeBytes,
} as never)
program.start()
// Its thread is long there when a person drops something, and start-up is not counted.
await runFileTask({ kind: 'look', folder: '', names: [] })

const stop = startWatch()
const [first = ''] = files
// Many files lie in one folder, which is dropped as a person would drop it.
if (!job.continues)
  program.service.add({
    paths: files.length === 1 ? [first] : [dirname(first)],
    destinationId: destination.id,
  })
const counts = () => program.checkpoint.queue.counts().byFilter
let peakHeapBytes = 0
const residentBytes: number[] = []
const watcher = setInterval(() => {
  const { heapUsed, rss } = process.memoryUsage()
  peakHeapBytes = Math.max(peakHeapBytes, heapUsed)
  residentBytes.push(rss)
}, 250)
while (counts().done < files.length) {
  await program.service.engine.idle()
  if (counts().problems > 0) throw new Error('an upload failed')
  // The folder is still being walked.
  if (counts().done < files.length) await new Promise((resolve) => setTimeout(resolve, 2))
}
const measured = stop()
clearInterval(watcher)
await program.stop()
const quarter = Math.max(1, Math.floor(residentBytes.length / 4))
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const earlyMemoryBytes = mean(residentBytes.slice(quarter, 2 * quarter))
const lateMemoryBytes = mean(residentBytes.slice(-quarter))
const details = { windowBytes, peakHeapBytes, earlyMemoryBytes, lateMemoryBytes }
console.log(JSON.stringify({ ...measured, details }))
process.exit(0)
