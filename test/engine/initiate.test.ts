import { expect, it } from 'vitest'
import { networkError } from './support/bucket-model.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const reset = () => networkError('ConnectionReset', 'transient')

it('finds its own multipart upload after the answer to Initiate was lost, instead of opening a second one', async () => {
  const { engine, store, clock, queueFile, reached, historyOf } = scriptedRig()
  const { id } = queueFile({ parts: 2 })
  store.when('initiateMultipartUpload', (request) => request.loseAnswer(reset()))
  store.flow()
  engine.start()
  await reached(id, 'retrying')
  await clock.advance(1_000)
  await reached(id, 'done')
  expect(store.of('initiateMultipartUpload').length).toBe(1)
  expect(store.model.multiparts.size).toBe(0)
  expect(historyOf(id)).toContain('multipart-adopted')
})

it('finds it after a crash, too', async () => {
  const first = scriptedRig()
  const { id } = first.queueFile({ parts: 2 })
  first.store.when('initiateMultipartUpload', (request) =>
    request.loseAnswer(reset()).then(() => first.engine.stop()),
  )
  first.engine.start()
  await until(() => first.store.model.multiparts.size === 1)
  await first.engine.stop()
  const again = scriptedRig(first)
  again.store.flow()
  again.engine.start()
  await again.reached(id, 'done')
  expect(again.store.of('initiateMultipartUpload').length).toBe(1)
})

it('finds it although this computer’s clock is minutes ahead of the server’s', async () => {
  const { engine, store, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 2 })
  store.when('initiateMultipartUpload', (request) => {
    store.model.initiate('file-1.bin', clock.now() - 14 * 60_000)
    return request.fail(reset())
  })
  store.flow()
  engine.start()
  await reached(id, 'retrying')
  await clock.advance(1_000)
  await reached(id, 'done')
  expect(store.of('initiateMultipartUpload').length).toBe(1)
  expect(store.model.multiparts.size).toBe(0)
})

it.each([
  [
    'holds parts already',
    (model: Model) => model.uploadPart(model.initiate('file-1.bin', model.now), 1, Buffer.alloc(9)),
  ],
  ['is older than our first try', (model: Model) => model.initiate('file-1.bin', model.now - 16 * 60_000)],
  ['is of another key', (model: Model) => model.initiate('file-1.bin.part', model.now)],
])('leaves an open upload alone that %s', async (_name, prepare) => {
  const { engine, store, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 2 })
  prepare(Object.assign(store.model, { now: clock.now() }))
  store.when('initiateMultipartUpload', (request) => request.fail(reset()))
  store.flow()
  engine.start()
  await reached(id, 'retrying')
  await clock.advance(1_000)
  await reached(id, 'done')
  expect(store.of('initiateMultipartUpload').length).toBe(2)
  expect(store.model.multiparts.size).toBe(1)
})

type Model = ReturnType<typeof scriptedRig>['store']['model'] & { now: number }
