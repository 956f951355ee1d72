import { basename } from 'node:path'
import { type OpenCheckpoint, openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { continueCounting, enqueue } from '../../electron/engine/enqueue.ts'
import type { Log } from '../../electron/engine/ports/log.ts'
import { UploadEngine } from '../../electron/engine/upload-engine.ts'
import { localFiles } from '../../electron/files/local-files.ts'
import { crc64 } from '../../electron/oss/crc64.ts'
import { createOssStore } from '../../electron/oss/oss-store.ts'
import type { UploadRow } from '../../shared/queue.ts'
import { fastClock } from './fast-clock.ts'
import type { UploaderJob } from './job.ts'

/**
 * The program without a window, as the soak starts and kills it: opens the database, queues what is not queued yet, and
 * ends with 0 once everything is done. Its input is one JSON argument (`UploaderJob`); standard input is its life line.
 */
const job: UploaderJob = JSON.parse(process.argv[2] ?? '')
const destinationId = 'soak'
process.stdin.on('end', () => process.exit(1)).resume()

const clock = fastClock(job.clockSpeed)
const checkpoint = openCheckpoint(job.checkpointFolder, { busyTimeoutMs: 5_000 })
for (const notice of checkpoint.notices) console.error('notice', JSON.stringify(notice))
const { bucket, region, endpoint, accessKeyId, accessKeySecret } = job
checkpoint.destinations.save({
  id: destinationId,
  name: 'Soak',
  kind: 'oss',
  endpoint,
  region,
  bucket,
  prefix: '',
  signatureVersion: 'v4',
  isCustomDomain: false,
  metadata: {},
  accessKeyId,
  createdAt: 0,
})
const store = createOssStore({
  endpoint,
  region,
  bucket,
  credentials: { get: async () => ({ accessKeyId, accessKeySecret }), invalidate: () => false },
})
const say =
  (level: string): Log['info'] =>
  (message, fields) =>
    console.error(level, message, JSON.stringify(fields ?? {}))
const log: Log = { debug: () => undefined, info: () => undefined, warn: say('warn'), error: say('error') }
const engine = new UploadEngine(
  {
    stores: { open: async () => store },
    uploads: checkpoint.uploads,
    files: localFiles,
    crc64,
    clock,
    random: Math.random,
    log,
    events: { onUploadsChanged: () => undefined, onPartConfirmed: () => undefined },
  },
  job.settings,
)

await queueOnce(checkpoint)
engine.start()
for (;;) {
  const rows = allRows(checkpoint)
  if (rows.length === job.paths.length && rows.every(({ status }) => status === 'done')) break
  const failed = rows.filter(({ status }) => status === 'failed')
  for (const { name, reason } of failed) console.error('failed', name, JSON.stringify(reason))
  // What a person would do: press Resume. `differs` of docs/faults.md is settled by that.
  if (failed.length > 0) engine.resume({ kind: 'ids', ids: failed.map(({ id }) => id) })
  await new Promise((resolve) => setTimeout(resolve, 20))
}
await engine.stop()
checkpoint.close()
await store.close()
process.exit(0)

/** The first start queues all files in one batch; a start after a kill in the middle of that walks them again. */
async function queueOnce({ intake, queue }: OpenCheckpoint): Promise<void> {
  const ports = { files: localFiles, intake, clock, log }
  const options = { signal: new AbortController().signal, normalizeNames: false, onAdded: () => undefined }
  if (queue.batches().length > 0) {
    await Promise.all(continueCounting(ports, options).map(({ counted }) => counted))
    return
  }
  const batch = {
    destinationId,
    bucket,
    name: basename(job.checkpointFolder),
    roots: job.paths,
    prefix: '',
    conflictPolicy: 'overwrite',
    metadata: {},
    followLinks: false,
    resume: true,
  } as const
  await enqueue(ports, batch, options).counted
}

function allRows({ queue }: OpenCheckpoint): UploadRow[] {
  return queue.page({ filter: 'all', search: '', sort: 'added', descending: false, offset: 0, limit: 500 })
    .rows
}
