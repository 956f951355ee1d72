import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { enqueue } from '../../../electron/engine/enqueue.ts'
import type { EngineSettings } from '../../../electron/engine/ports/engine.ts'
import type { EngineEvents } from '../../../electron/engine/ports/engine-events.ts'
import type { NewBatch } from '../../../electron/engine/ports/intake-store.ts'
import type { ObjectStore } from '../../../electron/engine/ports/object-store.ts'
import { systemClock, systemRandom } from '../../../electron/engine/system-ports.ts'
import { UploadEngine } from '../../../electron/engine/upload-engine.ts'
import { localFiles } from '../../../electron/files/local-files.ts'
import { crc64 } from '../../../electron/oss/crc64.ts'
import { staticCredentials } from '../../../electron/oss/credentials.ts'
import { createOssStore, type OssStore } from '../../../electron/oss/oss-store.ts'
import type { BodyChunk, FinishedRequest } from '../../../electron/practice-bucket/http/observer.ts'
import { startPracticeBucket } from '../../../electron/practice-bucket/practice-bucket.ts'
import { quietLog } from './quiet-log.ts'
import { TestCheckpoint } from './test-checkpoint.ts'

export const KiB = 1024

export const testSettings: EngineSettings = {
  filesAtOnce: 3,
  partsAtOnce: 5,
  partSizeBytes: 100 * KiB,
  multipartThresholdBytes: 300 * KiB,
  bandwidthLimit: null,
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-engine-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface RigBucket {
  /** Rights the engine's key lacks. */
  deniedActions?: string[]
  /** The smallest part it takes. */
  minPartBytes?: number
  /** A folder that an earlier bucket left. */
  dir?: string
}

/** The engine over real files, the real client and a real practice bucket, with everything a test wants to look at. */
export async function practiceRig(
  settings: Partial<EngineSettings> = {},
  { deniedActions = [], minPartBytes, dir }: RigBucket = {},
) {
  const requests: FinishedRequest[] = []
  const chunks: (BodyChunk & { at: number })[] = []
  const server = await startPracticeBucket({
    dir: dir ?? temporaryFolder(),
    accessKeyId: 'owner',
    accessKeySecret: 'secret',
    limitedKeys: [{ accessKeyId: 'key', accessKeySecret: 'secret', deniedActions }],
    buckets: ['harbour'],
    ...(minPartBytes !== undefined && { minPartBytes }),
    observer: {
      onRequest: (request) => requests.push(request),
      onBodyChunk: (chunk) => chunks.push({ ...chunk, at: performance.now() }),
    },
  })
  onTestFinished(() => server.close())
  const open = (accessKeyId: string) => {
    const credentials = staticCredentials({ accessKeyId, accessKeySecret: 'secret' })
    const { endpoint, region } = server
    const store = createOssStore({ endpoint, region, bucket: 'harbour', credentials })
    onTestFinished(() => store.close())
    return store
  }
  const oss = open('key')
  /** May do everything. */
  const owner = open('owner')

  const uploads = new TestCheckpoint(Date.now)
  uploads.saveDestination('practice', server.endpoint)
  const events: EngineEvents = { onUploadsChanged: () => undefined, onPartConfirmed: () => undefined }
  const stores = { open: async (): Promise<ObjectStore> => oss }
  const engine = new UploadEngine(
    {
      stores,
      uploads: uploads.uploads,
      files: localFiles,
      crc64,
      clock: systemClock,
      random: systemRandom,
      log: quietLog,
      events,
    },
    { ...testSettings, ...settings },
  )
  onTestFinished(() => engine.stop())

  async function add(roots: string[], batch: Partial<NewBatch> = {}) {
    const intake = enqueue(
      { files: localFiles, intake: uploads.intake, clock: systemClock, log: quietLog },
      {
        destinationId: 'practice',
        bucket: 'harbour',
        name: 'drop',
        roots,
        prefix: '',
        conflictPolicy: 'overwrite',
        metadata: {},
        followLinks: false,
        resume: true,
        ...batch,
      },
      { signal: new AbortController().signal, normalizeNames: false, onAdded: () => engine.wake() },
    )
    return intake.counted
  }
  return { engine, uploads, oss, owner, server, requests, chunks, add, events }
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

export async function sha256OfObject(oss: OssStore, key: string): Promise<string> {
  const { body } = await oss.getObject({ key, signal: new AbortController().signal })
  const hash = createHash('sha256')
  for await (const chunk of body) hash.update(chunk)
  return hash.digest('hex')
}
