import { expect, it } from 'vitest'
import type { Hold } from '../../electron/engine/ports/upload-record.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const all = { kind: 'all', filter: 'all' } as const
const rows = 3000

/** One upload on its way, and thousands of queued ones behind it whose files are gone. */
async function longQueue() {
  const rig = scriptedRig({ settings: { filesAtOnce: 1 } })
  const { id } = rig.queueFile({ parts: 5 })
  rig.engine.start()
  await (await rig.store.next('initiateMultipartUpload')).proceed()
  const onItsWay = await rig.store.next('uploadPart', 1)
  rig.uploads.intake.addUploads(
    1,
    Array.from({ length: rows }, (_, index) => ({
      sourcePath: `/gone/${index}`,
      name: `${index}`,
      objectKey: `gone/${index}`,
      sizeBytes: 10,
    })),
  )
  const count = (status: 'queued' | 'paused' | 'waiting') => rig.uploads.open.queue.count([status])
  return { ...rig, id, onItsWay, count }
}

it('stops what runs in the same moment, begins nothing more, and answers when all rows are paused', async () => {
  const { engine, id, onItsWay, count, store, uploads } = await longQueue()
  const before = store.requests.length
  const answer = engine.pause(all)
  expect(onItsWay.state).toBe('cut')
  expect(uploads.row(id).status).toBe('pausing')
  engine.wake()
  expect(await answer).toEqual({ changed: rows + 1, refused: 0 })
  await until(() => count('paused') === rows + 1)
  expect(store.requests.length).toBe(before)
})

it('resumes everything that was told to pause a moment before', async () => {
  const { engine, count } = await longQueue()
  // Nothing may begin, so that every row can be counted.
  engine.hold({ reason: { code: 'Held', retry: 'fatal', message: '', fromServer: false }, nextTryAt: null })
  const paused = engine.pause(all)
  const resumed = engine.resume({ kind: 'all', filter: 'waiting', destinationId: 'dock' })
  await Promise.all([paused, resumed])
  await until(() => count('waiting') === rows + 1)
  expect(count('paused')).toBe(0)
})

it('goes on at the next start with what was not through (R24)', async () => {
  const rig = await longQueue()
  const answer = rig.engine.pause(all)
  await rig.engine.stop()
  await answer
  expect(rig.count('queued')).toBeGreaterThan(0)
  const again = scriptedRig(rig)
  again.engine.start()
  await again.engine.idle()
  expect(rig.count('paused')).toBe(rows + 1)
  expect(again.store.requests.filter(({ operation }) => operation === 'putObject')).toEqual([])
})

it('gives a small command its turn behind the one that is at work', async () => {
  const { engine, id, count, uploads } = await longQueue()
  const paused = engine.pause(all)
  const resumed = engine.cancel({ kind: 'ids', ids: [id + 1] }, 'keep')
  expect(await resumed).toEqual({ changed: 1, refused: 0 })
  await paused
  expect(uploads.row(id + 1).status).toBe('cancelled-kept')
  await until(() => count('paused') === rows)
})

it('holds thousands of rows, and lets them go, in portions', async () => {
  const { engine, count } = await longQueue()
  const hold: Hold = {
    reason: { code: 'Held', retry: 'fatal', message: '', fromServer: false },
    nextTryAt: null,
  }
  engine.hold(hold)
  await until(() => count('waiting') === rows + 1)
  engine.hold(null)
  expect(count('waiting')).toBeGreaterThan(0)
  await until(() => count('waiting') === 0)
})
