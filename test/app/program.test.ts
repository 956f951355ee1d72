import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openProgram, type Program } from '../../electron/app/program.ts'
import type { DestinationInput } from '../../shared/destination.ts'
import { doctorCheckNames } from '../../shared/doctor/doctor-report.ts'
import type { EventName, Events, Request, Response } from '../../shared/ipc.ts'
import { testKeyStore } from './support/key-store.ts'
import { testDesktop } from './support/test-desktop.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

let folder: string
let program: Program
let sent: { name: EventName; payload: Events[EventName] }[]
let opened: Program[]

function open(): Program {
  const next = openProgram({
    dataFolder: join(folder, 'data'),
    keyStore: testKeyStore(),
    log: silent,
    send: (name, payload) => sent.push({ name, payload }),
    desktop: testDesktop(),
  })
  opened.push(next)
  return next
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-program-'))
  sent = []
  opened = []
  program = open()
  program.start()
})

afterEach(async () => {
  for (const each of opened) await each.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function call<K extends keyof Program['handlers']>(name: K, request: Request<K>): Promise<Response<K>> {
  return (await program.handlers[name](request as never)) as Response<K>
}

function file(name: string, sizeBytes: number): string {
  const path = join(folder, name)
  writeFileSync(path, randomBytes(sizeBytes))
  return path
}

const told = <K extends EventName>(name: K) =>
  sent.filter((event) => event.name === name).map(({ payload }) => payload as Events[K])
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const everything = {
  filter: 'all',
  search: '',
  sort: 'added',
  descending: false,
  offset: 0,
  limit: 100,
} as const

async function untilIdle(): Promise<void> {
  await program.service.engine.idle()
}

describe('the program behind the window', () => {
  it('takes a dropped file to the practice bucket whole, and tells the window on the way (R2, R15, R23)', async () => {
    const path = file('A 第一+部分 %&#?.bin', 9 * 1024 * 1024)
    await call('settings.set', { partSizeBytes: 1024 * 1024, multipartThresholdBytes: 1024 * 1024 })
    const destination = await call('destinations.createPractice', undefined)
    await call('queue.add', { paths: [path], destinationId: destination.id })
    await vi.waitFor(
      async () => expect((await call('queue.page', everything)).rows[0]?.status).toBe('done'),
      20_000,
    )

    const object = join(folder, 'data/practice-bucket', destination.bucket)
    const [name = ''] = readdirSync(object)
    expect(sha256(join(object, name))).toBe(sha256(path))
    const [row] = (await call('queue.page', everything)).rows
    expect(row).toMatchObject({
      objectKey: 'A 第一+部分 %&#?.bin',
      partCount: 9,
      confirmedBytes: 9 * 1024 * 1024,
    })
    const details = await call('queue.details', { id: row?.id ?? 0 })
    expect(details?.crc64Local).toBe(details?.crc64Remote)
    await vi.waitFor(() => expect(sent.map(({ name: event }) => event)).toContain('progress'))
    expect(sent.some(({ name: event }) => event === 'uploads.changed')).toBe(true)
    expect(sent.some(({ name: event }) => event === 'destinations.changed')).toBe(true)
  })

  it('goes on by itself when it is started again, and keeps what was confirmed (R2)', async () => {
    const path = file('big.bin', 12 * 1024 * 1024)
    await call('settings.set', {
      partSizeBytes: 1024 * 1024,
      multipartThresholdBytes: 1024 * 1024,
      partsAtOnce: 1,
      autoConcurrency: false,
      bandwidthLimit: 4 * 1024 * 1024,
    })
    const destination = await call('destinations.createPractice', undefined)
    await call('queue.add', { paths: [path], destinationId: destination.id })
    const confirmed = await vi.waitFor(async () => {
      const bytes = (await call('queue.page', everything)).rows[0]?.confirmedBytes ?? 0
      expect(bytes).toBeGreaterThan(1024 * 1024)
      return bytes
    }, 20_000)
    await program.stop()

    program = open()
    expect((await call('queue.page', everything)).rows[0]?.confirmedBytes).toBeGreaterThanOrEqual(confirmed)
    await call('settings.set', { bandwidthLimit: null })
    program.start()
    await vi.waitFor(
      async () => expect((await call('queue.page', everything)).rows[0]?.status).toBe('done'),
      20_000,
    )
    const [row] = (await call('queue.page', everything)).rows
    const details = await call('queue.details', { id: row?.id ?? 0 })
    expect(details?.keptParts ?? 0).toBe(0) // R3: the checkpoint is gone with the last part.
    expect(row?.resentBytes).toBeLessThanOrEqual(1024 * 1024)
    const object = join(folder, 'data/practice-bucket', destination.bucket, 'big.bin')
    expect(sha256(object)).toBe(sha256(path))
  })

  it('keeps the checkpoint in the folder that was chosen, from the next start on, with the queue (R10)', async () => {
    const chosen = join(folder, 'chosen')
    const destination = await call('destinations.createPractice', undefined)
    await call('queue.add', { paths: [file('a.bin', 10)], destinationId: destination.id })
    await vi.waitFor(
      async () => expect((await call('queue.counts', undefined)).byFilter.done).toBe(1),
      20_000,
    )
    expect(await call('settings.set', { checkpointFolder: chosen })).toMatchObject({
      checkpointFolder: chosen,
    })
    await program.stop()

    program = open()
    expect(program.checkpoint.file).toBe(join(chosen, 'checkpoint.sqlite'))
    expect((await call('queue.page', everything)).total).toBe(1)
    expect((await call('settings.get', undefined)).checkpointFolder).toBe(chosen)
  })

  it('refuses a checkpoint folder that cannot be written, and saves nothing of that change (R4, R10)', async () => {
    const path = file('a file', 1)
    await expect(call('settings.set', { checkpointFolder: path, filesAtOnce: 9 })).rejects.toMatchObject({
      code: 'CheckpointNotWritable',
    })
    expect(await call('settings.get', undefined)).toMatchObject({ checkpointFolder: null, filesAtOnce: 3 })
  })

  it('says what was left out of a drop, and uploads the rest (R17)', async () => {
    await call('app.info', undefined)
    const destination = await call('destinations.createPractice', undefined)
    const path = file('there.bin', 10)
    await call('queue.add', { paths: [path, join(folder, 'missing.bin')], destinationId: destination.id })
    await vi.waitFor(() =>
      expect(sent).toContainEqual({
        name: 'notice',
        payload: expect.objectContaining({ kind: 'leftOut', params: expect.objectContaining({ count: 1 }) }),
      }),
    )
    await untilIdle()
    expect((await call('queue.counts', undefined)).byFilter.done).toBe(1)
  })

  it('refuses a destination whose bucket name has capitals, by name and with the rule', async () => {
    const input = {
      name: '',
      kind: 'oss' as const,
      endpoint: 'oss-cn-hangzhou.aliyuncs.com',
      region: '',
      bucket: 'MyBucket',
      prefix: '',
      signatureVersion: 'v4' as const,
      isCustomDomain: false,
      metadata: {},
      accessKeyId: 'LTAI',
      accessKeySecret: 's',
    }
    await expect(call('destinations.save', input)).rejects.toThrow(/"MyBucket" is not a bucket name: 3 to 63/)
    const saved = await call('destinations.save', { ...input, bucket: 'my-bucket', prefix: '/photos/2026/' })
    expect(saved).toMatchObject({
      endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
      region: 'cn-hangzhou',
      prefix: 'photos/2026/',
      name: 'my-bucket/photos/2026',
      hasSecret: true,
    })
    expect(JSON.stringify(saved)).not.toContain('accessKeySecret')
  })

  it('duplicates a destination under a free name, with its secret and its options', async () => {
    const saved = await call('destinations.save', {
      name: 'photos',
      kind: 'oss',
      endpoint: 'oss-cn-hangzhou.aliyuncs.com',
      region: '',
      bucket: 'photos',
      prefix: 'a/',
      signatureVersion: 'v4',
      isCustomDomain: false,
      metadata: { acl: 'private' },
      accessKeyId: 'LTAI',
      accessKeySecret: 's',
    })
    const copy = await call('destinations.duplicate', { id: saved.id })
    expect(copy).toEqual({ ...saved, id: copy.id, name: 'photos (2)', createdAt: copy.createdAt })
    expect(copy.id).not.toBe(saved.id)
    expect(copy.hasSecret).toBe(true)
    expect((await call('destinations.duplicate', { id: copy.id })).name).toBe('photos (3)')
    await call('destinations.remove', { id: saved.id })
    expect((await call('destinations.list', undefined)).map(({ hasSecret }) => hasSecret)).toEqual([
      true,
      true,
    ])
    await program.stop()
    program = open()
    expect((await call('destinations.list', undefined)).map(({ hasSecret }) => hasSecret)).toEqual([
      true,
      true,
    ])
    await expect(call('destinations.duplicate', { id: 'gone' })).rejects.toMatchObject({
      code: 'DestinationGone',
    })
  })

  it('tests a destination step by step and names the one that fails', async () => {
    const practice = await call('destinations.createPractice', undefined)
    const run = (runId: string, destination: DestinationInput) => call('doctor.run', { runId, destination })
    const good = await run('good', { ...input(practice), kind: 'practice' })
    expect(good).toMatchObject({ verdict: 'good', proposal: null })
    expect(good.checks.map(({ name }) => name)).toEqual(doctorCheckNames)
    const bad = await run('bad', { ...input(practice), kind: 'oss', accessKeySecret: 'wrong' })
    expect(bad.verdict).toBe('bad')
    const failed = bad.checks.find(({ status }) => status === 'fail')
    expect(failed).toMatchObject({ name: 'credentials', error: { code: 'SignatureDoesNotMatch' } })
    // Each line is told as it comes.
    expect(told('doctor.check').map(({ runId, check }) => [runId, check.name])).toEqual(
      ['good', 'bad'].flatMap((runId) => doctorCheckNames.map((name) => [runId, name])),
    )
    const stored = readdirSync(join(folder, 'data/practice-bucket', practice.bucket))
    expect(stored.filter((name) => name.includes('stevedore-test'))).toEqual([])
  })

  it('asks OSS for the region that neither the person nor the endpoint says, and proposes it (R20)', async () => {
    const practice = await call('destinations.createPractice', undefined)
    const destination: DestinationInput = { ...input(practice), kind: 'practice', region: '' }
    const report = await call('doctor.run', { runId: 'asks', destination })
    const { endpoint, region } = practice
    expect(report).toMatchObject({ verdict: 'good', place: { region }, proposal: { endpoint, region } })
    const named = await call('doctor.run', { runId: 'named', destination: { ...destination, region } })
    expect(named.proposal).toBeNull()
  })

  it('examines all the same where a refused key keeps OSS from naming the region, and proposes none (R20)', async () => {
    const practice = await call('destinations.createPractice', undefined)
    const key = { accessKeyId: 'nobody', accessKeySecret: 'wrong' }
    const destination: DestinationInput = { ...input(practice), kind: 'oss', region: '', ...key }
    const report = await call('doctor.run', { runId: 'refused', destination })
    expect(report).toMatchObject({ verdict: 'bad', proposal: null })
    expect(report.checks.find(({ status }) => status === 'fail')?.name).toBe('credentials')
  })

  it('does not remove a destination that uploads still need', async () => {
    const destination = await call('destinations.createPractice', undefined)
    await call('settings.set', { bandwidthLimit: 10 * 1024 })
    await call('queue.add', { paths: [file('slow.bin', 1024 * 1024)], destinationId: destination.id })
    await vi.waitFor(async () => expect((await call('queue.counts', undefined)).byFilter.all).toBe(1))
    await expect(call('destinations.remove', { id: destination.id })).rejects.toThrow(/1 uploads still go to/)
    await call('queue.cancel', { scope: { kind: 'all', filter: 'all' }, mode: 'clean' })
    await untilIdle()
    await call('destinations.remove', { id: destination.id })
    expect(await call('destinations.list', undefined)).toEqual([])
  })

  it('tells a window that opens later that a damaged database was put aside (R5)', async () => {
    await program.stop()
    writeFileSync(join(folder, 'data', 'checkpoint.sqlite'), randomBytes(65_536))
    sent = []
    program = open()
    program.start()
    expect(sent.filter(({ name }) => name === 'notice')).toEqual([])
    await call('app.info', undefined)
    await vi.waitFor(() =>
      expect(sent).toContainEqual({
        name: 'notice',
        payload: expect.objectContaining({ kind: 'checkpointDamaged', level: 'warning' }),
      }),
    )
  })

  it('refuses a setting out of its range with the range (R7)', async () => {
    await expect(call('settings.set', { partSizeBytes: 99 * 1024 })).rejects.toThrow(/102400 to 5368709120/)
    await expect(call('settings.set', { partSizeBytes: 6 * 1024 ** 3 })).rejects.toThrow(
      /102400 to 5368709120/,
    )
  })

  function input(destination: Response<'destinations.createPractice'>) {
    const { hasSecret: _secret, createdAt: _at, id: _id, ...rest } = destination
    return rest
  }
})
