import { describe, expect, it } from 'vitest'
import type { Hold } from '../../electron/engine/ports/upload-record.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const all = { kind: 'all', filter: 'all' } as const
const hold: Hold = {
  reason: { code: 'HeldForAWhile', retry: 'fatal', message: 'Held.', fromServer: false },
  nextTryAt: 5_000_000,
}

/** An upload of five parts, one confirmed and two on their way, and one that is still queued behind it. */
async function underWay() {
  const rig = scriptedRig()
  const { id } = rig.queueFile({ parts: 5 })
  rig.engine.start()
  await (await rig.store.next('initiateMultipartUpload')).proceed()
  await (await rig.store.next('uploadPart', 1)).proceed()
  const onTheirWay = [await rig.store.next('uploadPart', 2), await rig.store.next('uploadPart', 3)]
  await until(() => rig.confirmed.length === 1)
  return { ...rig, id, onTheirWay }
}

describe('hold', () => {
  it('cuts what runs, says why on the row, and goes on with every confirmed part kept (R2)', async () => {
    const { engine, store, id, onTheirWay, uploads, reached } = await underWay()
    engine.hold(hold)
    expect(onTheirWay.map(({ state }) => state)).toEqual(['cut', 'cut'])
    expect(uploads.row(id)).toMatchObject({ status: 'waiting', waitingFor: 'schedule' })
    const before = store.requests.length
    engine.hold(null)
    store.flow()
    await reached(id, 'done')
    const parts = store.requests.slice(before).filter(({ operation }) => operation === 'uploadPart')
    expect(parts.map(({ partNumber }) => partNumber).sort()).toEqual([2, 3, 4, 5])
    expect(store.of('initiateMultipartUpload')).toHaveLength(1)
  })

  it('lets the parts on their way arrive where that is wanted, and begins no other', async () => {
    const { engine, store, onTheirWay, confirmed } = await underWay()
    engine.hold(hold, 'after-parts')
    const before = store.requests.length
    for (const part of onTheirWay) await part.proceed()
    await until(() => confirmed.length === 3)
    await until(() => engine.running().length === 0)
    expect(store.requests.slice(before).filter(({ operation }) => operation === 'uploadPart')).toEqual([])
  })

  it('also holds what is added meanwhile, but not what is resumed by name', async () => {
    const rig = scriptedRig()
    rig.engine.start()
    rig.engine.hold(hold)
    const held = rig.queueFile({ parts: 1 }).id
    const wanted = rig.queueFile({ parts: 1 }).id
    rig.engine.wake()
    await rig.reached(held, 'waiting')
    await rig.reached(wanted, 'waiting')
    rig.store.flow()
    rig.engine.resume({ kind: 'ids', ids: [wanted] })
    await rig.reached(wanted, 'done')
    expect(rig.uploads.row(held).status).toBe('waiting')
  })

  it('ends when everything is resumed; what the user paused before stays paused until then', async () => {
    const { engine, store, id, uploads, reached, queueFile } = await underWay()
    engine.pause({ kind: 'ids', ids: [id] })
    await reached(id, 'paused')
    engine.hold(hold)
    const other = queueFile({ parts: 1 }).id
    engine.wake()
    await reached(other, 'waiting')
    store.flow()
    engine.hold(null)
    await reached(other, 'done')
    expect(uploads.row(id).status).toBe('paused')
    engine.hold(hold)
    engine.resume(all)
    await reached(id, 'done')
  })

  it('keeps what a crash left from running when it is set before the start', async () => {
    const { engine, id, ...rig } = await underWay()
    await engine.stop()
    const again = scriptedRig({ ...rig, engine, id } as never)
    again.engine.hold(hold)
    again.engine.start()
    await again.reached(id, 'waiting')
    again.store.flow()
    again.engine.hold(null)
    await again.reached(id, 'done')
  })
})
