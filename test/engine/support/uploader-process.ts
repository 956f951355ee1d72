/**
 * A process of its own that uploads one file with the real engine, checkpoint and client, so that a test can kill it.
 * Arguments: endpoint, region, checkpoint folder, file. Prints a line of JSON per confirmed part and one at the end.
 */
import { openCheckpoint } from '../../../electron/checkpoint/open-checkpoint.ts'
import { enqueue } from '../../../electron/engine/enqueue.ts'
import { systemClock, systemRandom } from '../../../electron/engine/system-ports.ts'
import { UploadEngine } from '../../../electron/engine/upload-engine.ts'
import { localFiles } from '../../../electron/files/local-files.ts'
import { crc64 } from '../../../electron/oss/crc64.ts'
import { staticCredentials } from '../../../electron/oss/credentials.ts'
import { createOssStore } from '../../../electron/oss/oss-store.ts'
import { quietLog } from './quiet-log.ts'

const [endpoint = '', region = '', folder = '', file = ''] = process.argv.slice(2)
const checkpoint = openCheckpoint(folder)
const oss = createOssStore({
  endpoint,
  region,
  bucket: 'harbour',
  credentials: staticCredentials({ accessKeyId: 'key', accessKeySecret: 'secret' }),
})
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

const engine = new UploadEngine(
  {
    stores: { open: async () => oss },
    uploads: checkpoint.uploads,
    files: localFiles,
    crc64,
    clock: systemClock,
    random: systemRandom,
    log: quietLog,
    events: {
      onUploadsChanged: () => undefined,
      onPartConfirmed: (_id, partNumber) => say({ confirmed: partNumber }),
    },
  },
  {
    filesAtOnce: 1,
    partsAtOnce: 4,
    partSizeBytes: 256 * 1024,
    multipartThresholdBytes: 0,
    // Slow enough that a kill hits it half-way.
    bandwidthLimit: 24 * 1024 * 1024,
  },
)

if (checkpoint.queue.counts().byFilter.all === 0) {
  checkpoint.destinations.save({
    id: 'practice',
    name: 'practice',
    kind: 'practice',
    endpoint,
    region,
    bucket: 'harbour',
    prefix: '',
    signatureVersion: 'v4',
    isCustomDomain: false,
    metadata: {},
    accessKeyId: 'key',
    createdAt: 1,
  })
  await enqueue(
    { files: localFiles, intake: checkpoint.intake, clock: systemClock, log: quietLog },
    {
      destinationId: 'practice',
      bucket: 'harbour',
      name: 'drop',
      roots: [file],
      prefix: '',
      conflictPolicy: 'overwrite',
      metadata: {},
      followLinks: false,
      resume: true,
    },
    { signal: new AbortController().signal, normalizeNames: false, onAdded: () => undefined },
  ).counted
}
engine.start()
await engine.idle()
const [row] = checkpoint.queue.page({
  filter: 'all',
  search: '',
  sort: 'added',
  descending: false,
  offset: 0,
  limit: 1,
}).rows
await engine.stop()
await oss.close()
checkpoint.close()
say({ status: row?.status, reason: row?.reason })
