import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { RenewingCredentials } from '../../electron/credentials/renewing-credentials.ts'
import { systemClock, systemRandom } from '../../electron/engine/system-ports.ts'
import { UploadEngine } from '../../electron/engine/upload-engine.ts'
import { localFiles } from '../../electron/files/local-files.ts'
import { crc64 } from '../../electron/oss/crc64.ts'
import { createOssStore } from '../../electron/oss/oss-store.ts'
import type { SecurityToken } from '../../electron/practice-bucket/auth/credentials.ts'
import type { FinishedRequest } from '../../electron/practice-bucket/http/observer.ts'
import { startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import { FakeClock } from './support/fake-clock.ts'
import { KiB, sha256OfFile, sha256OfObject, temporaryFolder } from './support/practice-rig.ts'
import { quietLog } from './support/quiet-log.ts'
import { TestCheckpoint } from './support/test-checkpoint.ts'
import { until } from './support/until.ts'

const partSizeBytes = 100 * KiB
const minute = 60_000

/**
 * The engine and a real bucket that takes temporary credentials only, with the time of both in the test's hands: every
 * token lives for a minute, and a minute passes whenever so many parts have arrived.
 */
async function expiringRig(options: { partsPerMinute: number; knowsItsEnd: boolean; breaksDown?: boolean }) {
  const time = { now: Date.now() }
  const tokens: SecurityToken[] = []
  const requests: FinishedRequest[] = []
  let arrived = 0
  const server = await startPracticeBucket({
    dir: temporaryFolder(),
    accessKeyId: 'permanent',
    accessKeySecret: 'never used',
    buckets: ['harbour'],
    tokens,
    now: () => time.now,
    observer: {
      onRequest: (request) => {
        requests.push(request)
        if (request.query.partNumber === undefined || request.status !== 200) return
        arrived += 1
        if (arrived % options.partsPerMinute === 0) time.now += minute
      },
    },
  })
  onTestFinished(() => server.close())

  /** With `breaksDown` it gives one token and then no more until it is mended. */
  const source = { isDown: false, fetches: 0 }
  const credentials = new RenewingCredentials({
    source: 'the token service',
    now: () => time.now,
    fetch: async () => {
      source.fetches += 1
      if (source.isDown) throw new Error('the token service is down')
      source.isDown = options.breaksDown === true && tokens.length === 0
      const count = tokens.length + 1
      const issued = {
        accessKeyId: `STS.${count}`,
        accessKeySecret: `secret-${count}`,
        token: `token-${count}`,
      }
      const expiresAt = time.now + minute
      tokens.push({ ...issued, expiresAt })
      const { token: securityToken, ...key } = issued
      return { ...key, securityToken, ...(options.knowsItsEnd && { expiresAt }) }
    },
  })
  onTestFinished(() => credentials.close())
  const store = createOssStore({
    endpoint: server.endpoint,
    region: server.region,
    bucket: 'harbour',
    credentials,
    now: () => time.now,
  })
  onTestFinished(() => store.close())

  const uploads = new TestCheckpoint(Date.now)
  uploads.saveDestination('practice', server.endpoint)
  const clock = new FakeClock()
  const needed: (string | null)[] = []
  const engine = new UploadEngine(
    {
      stores: { open: async () => store },
      uploads: uploads.uploads,
      files: localFiles,
      crc64,
      clock: options.knowsItsEnd ? systemClock : clock,
      random: systemRandom,
      log: quietLog,
      events: {
        onUploadsChanged: () => undefined,
        onPartConfirmed: () => undefined,
        onCredentialsNeeded: (_id, error) => needed.push(error?.code ?? null),
      },
    },
    {
      filesAtOnce: 2,
      partsAtOnce: 5,
      partSizeBytes,
      multipartThresholdBytes: 2 * partSizeBytes,
      bandwidthLimit: null,
    },
  )
  onTestFinished(() => engine.stop())

  const folder = temporaryFolder()
  function queue(name: string, parts: number): { path: string; id: number } {
    const path = join(folder, name)
    writeFileSync(path, randomBytes(parts * partSizeBytes))
    const batchId = uploads.intake.createBatch({
      destinationId: 'practice',
      bucket: 'harbour',
      name,
      roots: [path],
      prefix: '',
      conflictPolicy: 'overwrite',
      metadata: {},
      followLinks: false,
      resume: true,
    })
    uploads.intake.addUploads(batchId, [
      { sourcePath: path, name, objectKey: name, sizeBytes: parts * partSizeBytes },
    ])
    uploads.intake.finishCounting(batchId)
    return { path, id: uploads.ids().at(-1) ?? 0 }
  }
  const storedParts = () =>
    requests
      .filter(({ query, status }) => query.partNumber !== undefined && status === 200)
      .map(({ key, query }) => `${key} ${query.partNumber}`)
  return { engine, store, uploads, requests, source, clock, time, needed, tokens, queue, storedParts }
}

it.each([
  ['whose end is known', true],
  ['whose end only OSS tells', false],
])(
  'a multipart upload crosses the end of many tokens %s; no part is lost, sent twice or a failure (complaint 18)',
  async (_name, knowsItsEnd) => {
    const rig = await expiringRig({ partsPerMinute: 7, knowsItsEnd })
    const { engine, uploads } = rig
    const first = rig.queue('a.bin', 40)
    const second = rig.queue('b.bin', 23)
    engine.start()
    await until(() => [first, second].every(({ id }) => uploads.row(id).status === 'done'))

    for (const { path, id } of [first, second]) {
      expect(await sha256OfObject(rig.store, uploads.row(id).objectKey)).toBe(await sha256OfFile(path))
      expect(uploads.row(id).statuses).not.toContain('waiting')
      expect(uploads.row(id).statuses).not.toContain('retrying')
      expect(uploads.row(id).statuses).not.toContain('failed')
      // No try is counted, and nobody has to wait: a part that was refused goes again at once.
      expect(uploads.row(id).history.map(({ kind }) => kind)).toEqual(['started', 'done'])
    }
    const stored = rig.storedParts()
    expect(stored.length).toBe(63)
    expect(new Set(stored).size).toBe(63)
    expect(rig.requests.filter(({ query }) => 'uploads' in query).length).toBe(2)
    // 63 parts at 7 a minute cross eight ends and more, each with one renewal for all parts on their way. Where many are on
    // their way at once, two ends may pass before the first of them is noticed.
    expect(rig.source.fetches).toBeGreaterThanOrEqual(5)
    expect(rig.source.fetches).toBeLessThanOrEqual(20)
  },
)

it('an upload whose credentials cannot be renewed waits, asks again by itself with growing waits, and goes on where it was', async () => {
  const rig = await expiringRig({ partsPerMinute: 10, knowsItsEnd: false, breaksDown: true })
  const { engine, uploads, clock, source } = rig
  const { path, id } = rig.queue('a.bin', 30)
  engine.start()
  await until(() => uploads.row(id).status === 'waiting')
  expect(uploads.row(id)).toMatchObject({
    waitingFor: 'credentials',
    reason: { code: 'CredentialsUnavailable' },
  })
  const asked = source.fetches
  rig.time.now += minute
  await clock.advance(5_000)
  await until(() => uploads.row(id).attempt === 2)
  expect(source.fetches).toBe(asked + 1)
  expect(uploads.row(id).status).toBe('waiting')

  source.isDown = false
  rig.time.now += minute
  await clock.advance(15_000)
  await until(() => uploads.row(id).status === 'done')
  expect(rig.needed.at(-1)).toBeNull()
  expect(await sha256OfObject(rig.store, 'a.bin')).toBe(await sha256OfFile(path))
  const stored = rig.storedParts()
  expect(new Set(stored).size).toBe(stored.length)
  expect(uploads.row(id).statuses).not.toContain('failed')
  expect(rig.requests.filter(({ query }) => 'uploads' in query).length).toBe(1)
})
