import { expect, it } from 'vitest'
import { UploadError } from '../../shared/upload-error.ts'
import { networkError, serverError } from './support/bucket-model.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const unreachable = () => networkError('NetworkUnreachable', 'offline')

it('waits ten minutes without network, then goes on within one probe, with its attempts unused', async () => {
  const { engine, store, uploads, clock, queueFile, reached } = scriptedRig({ settings: { filesAtOnce: 1 } })
  const { id } = queueFile({ parts: 4 })
  const { id: next } = queueFile({ parts: 2 })
  engine.start()
  await (await store.next('initiateMultipartUpload')).proceed()
  await (await store.next('uploadPart', 1)).proceed()
  await until(() => uploads.row(id).parts.size === 1)
  store.when('probe', (request) => request.fail(unreachable()), { times: 1_000 })
  const onTheirWay = [await store.next('uploadPart', 2), await store.next('uploadPart', 3)]
  for (const request of onTheirWay) request.fail(unreachable())
  await reached(id, 'waiting')
  expect(uploads.row(id)).toMatchObject({ waitingFor: 'network', reason: { code: 'NetworkUnreachable' } })

  await clock.advance(600_000)
  expect(uploads.row(id).status).toBe('waiting')
  const nextTryAt = uploads.row(id).nextTryAt ?? 0
  expect(nextTryAt - clock.now()).toBeGreaterThan(0)
  expect(nextTryAt - clock.now()).toBeLessThanOrEqual(30_000)
  // Nobody else of this destination is sent into the same wall.
  expect(uploads.row(next).statuses).toEqual(['queued'])
  expect(store.of('probe').length).toBeGreaterThan(20)

  store.when('probe', (request) => request.proceed())
  const before = store.of('uploadPart').length
  store.rules.length = 0
  store.flow()
  await clock.advance(30_000)
  await reached(id, 'done')
  await reached(next, 'done')
  const sent = store
    .of('uploadPart')
    .slice(before)
    .filter(({ key }) => key === 'file-1.bin')
  expect(sent.map(({ partNumber }) => partNumber).sort()).toEqual([2, 3, 4])
})

it('takes any answer of the server, even a refusal, for the end of being offline', async () => {
  const { engine, store, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 2 })
  store.when('initiateMultipartUpload', (request) => request.fail(unreachable()))
  store.when('probe', (request) => request.fail(serverError('AccessDenied', 403, 'fatal')))
  store.flow()
  engine.start()
  await reached(id, 'waiting')
  await clock.advance(1_000)
  await reached(id, 'done')
})

it('probes at once when the machine says that the network is back', async () => {
  const { engine, store, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 2 })
  store.when('initiateMultipartUpload', (request) => request.fail(unreachable()))
  store.when('probe', (request) => request.fail(unreachable()), { times: 6 })
  store.flow()
  engine.start()
  await reached(id, 'waiting')
  await clock.advance(50_000)
  expect(store.of('probe').length).toBe(5)
  engine.retryNow()
  await until(() => store.of('probe').length === 6)
  engine.retryNow()
  await reached(id, 'done')
})

it('goes on without waiting when another part shows that the network is there', async () => {
  const { engine, store, uploads, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 3 })
  engine.start()
  await (await store.next('initiateMultipartUpload')).proceed()
  const first = await store.next('uploadPart', 1)
  ;(await store.next('uploadPart', 2)).fail(unreachable())
  await first.proceed()
  store.flow()
  await reached(id, 'done')
  expect(uploads.row(id).statuses).not.toContain('waiting')
  expect(store.of('probe')).toEqual([])
})

it('lets other destinations go on', async () => {
  const here = scriptedRig()
  const rig = scriptedRig({
    open: async (destinationId) => {
      if (destinationId === 'sunk') throw unreachable()
      return here.store
    },
  })
  const { id: stuck } = rig.queueFile({ parts: 2 }, { destinationId: 'sunk' })
  const { id: sound } = rig.queueFile({ parts: 2 })
  here.store.flow()
  rig.engine.start()
  await rig.reached(stuck, 'waiting')
  await rig.reached(sound, 'done')
})

it('begins nothing for a destination whose secret is missing, until it comes', async () => {
  const real = scriptedRig()
  let hasSecret = false
  const rig = scriptedRig({
    settings: { filesAtOnce: 1 },
    open: async () => {
      if (hasSecret) return real.store
      throw new UploadError({ code: 'SecretMissing', retry: 'auth', message: 'no secret', fromServer: false })
    },
  })
  const ids = [1, 2, 3].map(() => rig.queueFile({ parts: 2 }).id)
  real.store.flow()
  rig.engine.start()
  await rig.engine.idle()
  expect(ids.map((id) => rig.uploads.row(id).status)).toEqual(['waiting', 'queued', 'queued'])
  hasSecret = true
  rig.engine.destinationChanged('dock')
  await rig.engine.idle()
  expect(ids.map((id) => rig.uploads.row(id).status)).toEqual(['done', 'done', 'done'])
})

it('leaves what the user paused while offline paused', async () => {
  const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 2 })
  store.when('initiateMultipartUpload', (request) => request.fail(unreachable()))
  store.flow()
  engine.start()
  await reached(id, 'waiting')
  expect(engine.pause({ kind: 'all', filter: 'waiting' })).toEqual({ changed: 1, refused: 0 })
  await clock.advance(60_000)
  expect(uploads.row(id).status).toBe('paused')
})
