import { expect, it } from 'vitest'
import { UploadError } from '../../shared/upload-error.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const refusal = (code: string) =>
  new UploadError({ code, retry: 'disk', message: 'full or read-only', fromServer: false })
const full = () => refusal('CheckpointDiskFull')

it.each([
  ['full', 'CheckpointDiskFull'],
  ['read-only', 'CheckpointNotWritable'],
])(
  '%s: waits when a confirmed part cannot be recorded, and proves it later instead of sending it again',
  async (_name, code) => {
    const { engine, store, uploads, clock, queueFile, reached, historyOf } = scriptedRig()
    const { id, bytes } = queueFile({ parts: 4 }, { name: 'a' })
    engine.start()
    await (await store.next('initiateMultipartUpload')).proceed()
    const first = await store.next('uploadPart', 1)
    const second = await store.next('uploadPart', 2)
    uploads.failure = refusal(code)
    await first.proceed()
    await second.proceed()
    await clock.advance(1_000)
    // Nothing new begins while nothing can be recorded.
    expect(store.of('uploadPart').length).toBe(2)
    expect(engine.running()).toEqual([])
    await clock.advance(120_000)
    expect(store.requests.length).toBe(3)

    uploads.failure = null
    store.flow()
    await clock.advance(30_000)
    await reached(id, 'waiting')
    expect(uploads.row(id)).toMatchObject({ waitingFor: 'disk', reason: { code } })
    await clock.advance(30_000)
    await reached(id, 'done')
    expect(store.of('uploadPart').length).toBe(4)
    expect(historyOf(id)).toContain('parts-proved')
    expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  },
)

it('shows the reason on the row where the disk still takes that much', async () => {
  const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 4 })
  engine.start()
  await (await store.next('initiateMultipartUpload')).proceed()
  const first = await store.next('uploadPart', 1)
  const second = await store.next('uploadPart', 2)
  uploads.failure = full()
  uploads.refused = new Set(['confirmParts'])
  await first.proceed()
  await second.proceed()
  await reached(id, 'waiting')
  expect(uploads.row(id)).toMatchObject({ waitingFor: 'disk', nextTryAt: clock.now() + 5_000 })
  uploads.failure = null
  store.flow()
  await clock.advance(5_000)
  await reached(id, 'done')
  expect(store.of('uploadPart').length).toBe(4)
})

it('begins nothing while the disk is full, and goes on by itself', async () => {
  const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 2 })
  engine.start()
  uploads.failure = full()
  await clock.advance(60_000)
  expect(store.requests).toEqual([])
  uploads.failure = null
  store.flow()
  await clock.advance(30_000)
  await reached(id, 'done')
})

it('can still be paused: the requests are cut at once, the status follows when the disk has room', async () => {
  const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 4 })
  engine.start()
  await (await store.next('initiateMultipartUpload')).proceed()
  const first = await store.next('uploadPart', 1)
  uploads.failure = full()
  expect(() => engine.pause({ kind: 'ids', ids: [id] })).toThrow('full')
  expect(first.state).toBe('cut')
  expect(uploads.row(id).status).toBe('uploading')
  await until(() => engine.running().length === 0)
  uploads.failure = null
  await clock.advance(30_000)
  await reached(id, 'paused')
})
