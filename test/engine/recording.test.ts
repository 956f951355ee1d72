import { basename } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { UploadError } from '../../shared/upload-error.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const all = { kind: 'all', filter: 'all' } as const
const small = { sizeBytes: 500 }

/** Two small uploads on their way at once, with the third behind them. */
async function threeSmall() {
  const rig = scriptedRig()
  const ids = ['a', 'b', 'c'].map((name) => rig.queueFile(small, { name }).id)
  rig.engine.start()
  const puts = [await rig.store.next('putObject'), await rig.store.next('putObject')]
  return { ...rig, ids, puts }
}

describe('small uploads that go through at once', () => {
  it('are named to the reading side before their turn, in their order, and none that has begun', async () => {
    const named: string[][] = []
    const expectFiles = (files: readonly { path: string }[]) =>
      named.push(files.map(({ path }) => basename(path)))
    const rig = scriptedRig({ files: { expect: expectFiles } })
    const names = Array.from({ length: 120 }, (_, index) => `f${index}`)
    for (const name of names) rig.queueFile(small, { name })
    rig.store.flow()
    rig.engine.start()
    await rig.engine.idle()
    expect(named[0]).toEqual(names.slice(2, 50))
    expect(new Set(named.flat())).toEqual(new Set(names.slice(2)))
    for (const some of named)
      expect(some).toEqual(names.slice(names.indexOf(some[0] ?? '')).slice(0, some.length))
  })

  it('are uploading for whoever looks while they are on their way', async () => {
    const { uploads, ids } = await threeSmall()
    expect(ids.map((id) => uploads.row(id).status)).toEqual(['uploading', 'uploading', 'queued'])
  })

  it('keep their slot until they are recorded, so that a crash costs no more files than go at once (R2)', async () => {
    const { engine, store, uploads, ids, puts } = await threeSmall()
    await puts[0]?.proceed()
    const third = await store.next('putObject')
    expect(uploads.row(ids[0] ?? 0).status).toBe('done')
    let isIdle = false
    const idle = engine.idle().then(() => {
      isIdle = true
    })
    await puts[1]?.proceed()
    expect(isIdle).toBe(false)
    await third.proceed()
    await idle
    expect(ids.map((id) => uploads.row(id).status)).toEqual(['done', 'done', 'done'])
    expect(store.of('putObject').length).toBe(3)
  })

  it('are done, not paused or sent again, when a pause comes between the answer and the record (R24)', async () => {
    const rig = scriptedRig({ settings: { filesAtOnce: 16 } })
    const ids = Array.from({ length: 16 }, (_, index) => rig.queueFile(small, { name: `f${index}` }).id)
    rig.engine.start()
    const puts = []
    while (puts.length < ids.length) puts.push(await rig.store.next('putObject'))
    const [first = 0] = ids
    await puts[0]?.proceed()
    // One of sixteen is not worth a transaction yet: the run is over, and nothing of it is written.
    while (rig.engine.running().find(({ id }) => id === first)?.confirmedBytes === 0) await nextTurn()
    rig.engine.pause(all)
    expect(rig.uploads.row(first).status).toBe('done')
    await until(() => rig.engine.running().length === 0)
    rig.engine.resume(all)
    rig.store.flow()
    await rig.engine.idle()
    expect(new Set(ids.map((id) => rig.uploads.row(id).status))).toEqual(new Set(['done']))
    expect(rig.store.of('putObject').filter(({ key }) => key === 'f0').length).toBe(1)
  })

  it('are recorded before the engine has stopped', async () => {
    const { engine, store, uploads, ids, puts } = await threeSmall()
    await puts[0]?.proceed()
    await store.next('putObject')
    await engine.stop()
    expect(uploads.row(ids[0] ?? 0).status).toBe('done')
  })

  it('are recorded when the disk has room again, and sent once', async () => {
    const { engine, store, uploads, ids, puts, clock } = await threeSmall()
    uploads.failure = new UploadError({
      code: 'CheckpointDiskFull',
      retry: 'disk',
      message: 'full',
      fromServer: false,
    })
    await puts[0]?.proceed()
    await puts[1]?.proceed()
    await clock.advance(1_000)
    uploads.failure = null
    store.flow()
    await clock.advance(60_000)
    await engine.idle()
    expect(ids.map((id) => uploads.row(id).status)).toEqual(['done', 'done', 'done'])
    for (const key of ['a', 'b'])
      expect(store.of('putObject').filter((put) => put.key === key).length).toBe(1)
  })
})
