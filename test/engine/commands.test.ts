import { describe, expect, it } from 'vitest'
import type { UploadEvent } from '../../shared/upload-state.ts'
import { networkError, serverError } from './support/bucket-model.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const all = { kind: 'all', filter: 'all' } as const

/** An upload of five parts of which the first is confirmed and two are on their way. */
async function uploadUnderWay(batch = {}) {
  const rig = scriptedRig()
  const { id, bytes, path } = rig.queueFile({ parts: 5 }, { name: 'a', ...batch })
  rig.engine.start()
  await (await rig.store.next('initiateMultipartUpload')).proceed()
  await (await rig.store.next('uploadPart', 1)).proceed()
  const onTheirWay = [await rig.store.next('uploadPart', 2), await rig.store.next('uploadPart', 3)]
  await until(() => rig.confirmed.length === 1)
  const sentSince = (before: number) =>
    rig.store.requests
      .slice(before)
      .filter(({ operation }) => operation === 'uploadPart')
      .map(({ partNumber }) => partNumber ?? 0)
      .sort((a, b) => a - b)
  return { ...rig, id, bytes, path, onTheirWay, sentSince }
}

describe('pause', () => {
  it('cuts every request in the same moment and sends nothing more', async () => {
    const { engine, store, id, uploads, onTheirWay, clock, reached } = await uploadUnderWay()
    expect(engine.pause(all)).toEqual({ changed: 1, refused: 0 })
    expect(onTheirWay.map(({ state }) => state)).toEqual(['cut', 'cut'])
    expect(uploads.row(id).status).toBe('pausing')
    await reached(id, 'paused')
    const before = store.requests.length
    await clock.advance(600_000)
    expect(store.requests.length).toBe(before)
  })

  it('is cut short by resume, which keeps all confirmed parts (R2, R24)', async () => {
    const { engine, store, id, reached, sentSince } = await uploadUnderWay()
    engine.pause(all)
    const before = store.requests.length
    engine.resume({ kind: 'ids', ids: [id] })
    store.flow()
    await reached(id, 'done')
    expect(sentSince(before)).toEqual([2, 3, 4, 5])
    expect(store.of('initiateMultipartUpload').length).toBe(1)
  })

  it('stays over a restart, while what was running runs again', async () => {
    const rig = await uploadUnderWay()
    const { id: running } = rig.queueFile({ parts: 2 })
    await until(() => rig.uploads.row(running).status === 'uploading')
    rig.engine.pause({ kind: 'ids', ids: [rig.id] })
    await rig.engine.stop()
    const again = scriptedRig(rig)
    again.store.flow()
    again.engine.start()
    await again.reached(running, 'done')
    expect(again.uploads.row(rig.id).status).toBe('paused')
  })

  it('after the current parts lets them arrive and begins no other', async () => {
    const { engine, store, id, uploads, onTheirWay, reached, sentSince } = await uploadUnderWay()
    const before = store.requests.length
    expect(engine.pause(all, 'after-parts')).toEqual({ changed: 1, refused: 0 })
    expect(onTheirWay.map(({ state }) => state)).toEqual(['held', 'held'])
    expect(uploads.row(id).status).toBe('pausing')
    for (const request of onTheirWay) await request.proceed()
    await reached(id, 'paused')
    expect(uploads.row(id).parts.size).toBe(3)
    expect(sentSince(before)).toEqual([])
  })

  it('after the current parts ends paused, also when one of them meets something to wait for', async () => {
    const { engine, store, id, onTheirWay, reached } = await uploadUnderWay()
    engine.pause(all, 'after-parts')
    const [first, second] = onTheirWay
    first?.fail(serverError('SecurityTokenExpired', 403, 'auth'))
    await second?.proceed()
    await reached(id, 'paused')
    store.flow()
    engine.resume({ kind: 'ids', ids: [id] })
    await reached(id, 'done')
  })

  it('now overrules a pause that lets the current parts arrive', async () => {
    const { engine, id, onTheirWay, reached } = await uploadUnderWay()
    engine.pause(all, 'after-parts')
    engine.pause(all)
    expect(onTheirWay.map(({ state }) => state)).toEqual(['cut', 'cut'])
    await reached(id, 'paused')
  })

  it('ends a wait between two tries at once', async () => {
    const { engine, store, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 2 })
    store.when('initiateMultipartUpload', (request) =>
      request.fail(networkError('ConnectionReset', 'transient')),
    )
    engine.start()
    await reached(id, 'retrying')
    engine.pause(all)
    await reached(id, 'paused')
  })

  it('reaches queued rows in the same breath, and says how many it could not reach', async () => {
    const { engine, uploads, id, queueFile } = await uploadUnderWay()
    const ids = [1, 2, 3].map(() => queueFile({ parts: 2 }).id)
    await until(() => uploads.row(ids[0] ?? 0).status === 'uploading')
    uploads.uploads.apply(ids[2] ?? 0, 'skip')
    expect(engine.pause({ kind: 'ids', ids: [id, ...ids] })).toEqual({ changed: 3, refused: 1 })
  })
})

describe('resume', () => {
  it('of everything leaves skipped, cancelled and cleaned-up rows alone', async () => {
    const { engine, uploads, queueFile } = scriptedRig()
    const waysThere: UploadEvent[][] = [
      ['pause'],
      ['fail'],
      ['skip'],
      ['cancelKeep'],
      ['cancelClean', 'cleaned'],
      ['start', 'confirm'],
    ]
    for (const events of waysThere) {
      const { id } = queueFile({ parts: 2 })
      for (const event of events) uploads.uploads.apply(id, event)
    }
    expect(engine.resume(all)).toEqual({ changed: 2, refused: 0 })
    expect(uploads.ids().map((id) => uploads.row(id).status)).toEqual([
      'queued',
      'queued',
      'skipped',
      'cancelled-kept',
      'cancelled-clean',
      'done',
    ])
  })

  it('ends the wait between two tries', async () => {
    const { engine, store, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 2 })
    store.when('initiateMultipartUpload', (request) =>
      request.fail(networkError('ConnectionReset', 'transient')),
    )
    store.flow()
    engine.start()
    await reached(id, 'retrying')
    expect(engine.resume({ kind: 'ids', ids: [id] })).toEqual({ changed: 1, refused: 0 })
    await reached(id, 'done')
  })
})

describe('cancel and keep (R13)', () => {
  it('cuts the requests, leaves the parts on the server and goes on from them later', async () => {
    const { engine, store, id, uploads, onTheirWay, reached, sentSince } = await uploadUnderWay()
    engine.cancel(all, 'keep')
    expect(uploads.row(id).status).toBe('cancelled-kept')
    expect(onTheirWay.map(({ state }) => state)).toEqual(['cut', 'cut'])
    await engine.idle()
    expect(store.of('abortMultipartUpload')).toEqual([])
    const before = store.requests.length
    store.flow()
    engine.resume({ kind: 'ids', ids: [id] })
    await reached(id, 'done')
    expect(sentSince(before)).toEqual([2, 3, 4, 5])
  })

  it('lets the next upload of the same file to the same place continue', async () => {
    const { engine, store, path, queuePath, reached, sentSince, historyOf, bytes } = await uploadUnderWay()
    engine.cancel(all, 'keep')
    await engine.idle()
    const before = store.requests.length
    store.flow()
    const { id: again } = queuePath(path, 'a', bytes.length)
    await reached(again, 'done')
    expect(sentSince(before)).toEqual([2, 3, 4, 5])
    expect(store.of('initiateMultipartUpload').length).toBe(1)
    expect(historyOf(again)).toContain('checkpoint-adopted')
  })
})

describe('cancel and clean up (R13)', () => {
  it('aborts on the server once the last part request has ended, and says so only when nothing is left', async () => {
    const { engine, store, id, uploads, onTheirWay, reached } = await uploadUnderWay()
    engine.cancel(all, 'clean')
    expect(onTheirWay.map(({ state }) => state)).toEqual(['cut', 'cut'])
    const abort = await store.next('abortMultipartUpload')
    expect(uploads.row(id).status).toBe('cleaning')
    await abort.proceed()
    await (await store.next('listParts')).proceed()
    await reached(id, 'cancelled-clean')
    expect(uploads.row(id).checkpoint).toBe(null)
    store.flow()
    engine.resume({ kind: 'ids', ids: [id] })
    await reached(id, 'done')
    expect(store.of('initiateMultipartUpload').length).toBe(2)
  })

  it('aborts again when a part survived the first abort', async () => {
    const { engine, store, id, reached } = await uploadUnderWay()
    store.when('abortMultipartUpload', (request) => request.answer(undefined))
    store.flow()
    engine.cancel(all, 'clean')
    await reached(id, 'cancelled-clean')
    expect(store.of('abortMultipartUpload').length).toBe(2)
    expect(store.model.multiparts.size).toBe(0)
  })

  it('goes on after a restart when the server could not be reached', async () => {
    const rig = await uploadUnderWay()
    rig.store.when('abortMultipartUpload', (request) =>
      request.fail(networkError('NetworkUnreachable', 'offline')),
    )
    rig.engine.cancel(all, 'clean')
    await until(() => rig.uploads.row(rig.id).reason?.code === 'NetworkUnreachable')
    expect(rig.uploads.row(rig.id).status).toBe('cleaning')
    await rig.engine.stop()
    const again = scriptedRig(rig)
    again.store.flow()
    again.engine.start()
    await again.reached(rig.id, 'cancelled-clean')
    expect(again.store.model.multiparts.size).toBe(0)
  })

  it('says why when the key may not abort', async () => {
    const { engine, store, id, uploads, reached } = await uploadUnderWay()
    store.when('abortMultipartUpload', (request) => request.fail(serverError('AccessDenied', 403, 'fatal')))
    engine.cancel(all, 'clean')
    await reached(id, 'failed')
    expect(uploads.row(id).reason?.code).toBe('AccessDenied')
    expect(uploads.row(id).checkpoint).not.toBe(null)
  })

  it('finds a multipart upload whose id never reached us', async () => {
    const { engine, store, uploads, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 2 })
    store.when('initiateMultipartUpload', (request) =>
      request.loseAnswer(networkError('ConnectionReset', 'transient')),
    )
    engine.start()
    await reached(id, 'retrying')
    store.flow()
    engine.cancel(all, 'clean')
    await reached(id, 'cancelled-clean')
    expect(store.model.multiparts.size).toBe(0)
    expect(uploads.row(id).history.at(-1)?.kind).toBe('cleaned')
  })

  it('ends rows that never began without asking the server', async () => {
    const { engine, store, uploads } = scriptedRig()
    uploads.saveDestination('dock', 'https://dock.example')
    const batchId = uploads.intake.createBatch({
      destinationId: 'dock',
      bucket: 'harbour',
      name: 'many',
      roots: [],
      prefix: '',
      conflictPolicy: 'overwrite',
      metadata: {},
      followLinks: false,
      resume: true,
    })
    const names = Array.from({ length: 500 }, (_, index) => `${index}`)
    const files = names.map((name) => ({ sourcePath: `/${name}`, name, objectKey: name, sizeBytes: 1 }))
    uploads.intake.addUploads(batchId, files)
    engine.pause(all)
    engine.start()
    engine.cancel(all, 'clean')
    await engine.idle()
    expect(new Set(uploads.ids().map((id) => uploads.row(id).status))).toEqual(new Set(['cancelled-clean']))
    expect(store.requests).toEqual([])
  })
})

it('never runs two uploads of one object key side by side', async () => {
  const { engine, store, path, bytes, queuePath, uploads, id, reached } = await uploadUnderWay()
  const { id: twin } = queuePath(path, 'a', bytes.length)
  const { id: third } = queuePath(path, 'b', bytes.length)
  await until(() => uploads.row(third).status === 'uploading')
  expect(uploads.row(twin).status).toBe('queued')
  store.flow()
  for (const request of store.held) void request.proceed()
  await reached(id, 'done')
  await reached(twin, 'done')
  await engine.idle()
})
