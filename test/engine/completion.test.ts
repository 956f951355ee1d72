import { expect, it } from 'vitest'
import { networkError, serverError } from './support/bucket-model.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const reset = () => networkError('ConnectionReset', 'transient')

it('settles a lost answer to Complete by asking the server, without sending a byte again', async () => {
  const { engine, store, uploads, clock, queueFile, reached, historyOf } = scriptedRig()
  const { id } = queueFile({ parts: 3 })
  store.when('completeMultipartUpload', (request) => request.loseAnswer(reset()))
  store.flow()
  engine.start()
  await reached(id, 'retrying')
  await clock.advance(1_000)
  await reached(id, 'done')
  expect(store.of('completeMultipartUpload').length).toBe(1)
  expect(store.of('uploadPart').length).toBe(3)
  expect(historyOf(id)).toEqual(['started', 'completion-unclear', 'retry', 'found-complete', 'done'])
  expect(uploads.row(id).statuses).toContain('verifying')
  const { crc64Local, crc64Remote } = uploads.row(id).details
  expect(crc64Remote).toBe(crc64Local)
})

it('sends Complete again when its answer was lost and the server has not acted', async () => {
  const { engine, store, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 3 })
  store.when('completeMultipartUpload', (request) => request.fail(reset()))
  store.flow()
  engine.start()
  await reached(id, 'retrying')
  await clock.advance(1_000)
  await reached(id, 'done')
  expect(store.of('completeMultipartUpload').length).toBe(2)
  expect(store.of('uploadPart').length).toBe(3)
})

it('finds the object whole after a crash between Complete and its answer (R2)', async () => {
  const first = scriptedRig()
  const { id } = first.queueFile({ parts: 3 })
  first.store.when('completeMultipartUpload', (request) =>
    request.loseAnswer(reset()).then(() => first.engine.stop()),
  )
  first.store.flow()
  first.engine.start()
  await until(() => first.store.model.objects.size === 1)
  await first.engine.stop()
  const again = scriptedRig(first)
  again.engine.start()
  await again.reached(id, 'done')
  expect(again.store.of('uploadPart').length).toBe(3)
  expect(again.store.of('completeMultipartUpload').length).toBe(1)
  expect(again.store.of('initiateMultipartUpload').length).toBe(1)
})

it('waits for the network without doubt about its parts when it goes away during Complete', async () => {
  const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 2 })
  store.when('completeMultipartUpload', (request) =>
    request.loseAnswer(networkError('NetworkUnreachable', 'offline')),
  )
  store.flow()
  engine.start()
  await reached(id, 'waiting')
  expect(uploads.row(id).checkpoint?.allPartsConfirmed).toBe(true)
  await clock.advance(1_000)
  await reached(id, 'done')
  expect(store.of('uploadPart').length).toBe(2)
})

it('sends only the part that Complete does not find, and completes again', async () => {
  const { engine, store, queueFile, reached, historyOf } = scriptedRig()
  const { id, bytes } = queueFile({ parts: 4 }, { name: 'a' })
  store.when('completeMultipartUpload', (request) => {
    const [multipart] = store.model.multiparts.values()
    multipart?.parts.delete(3)
    return request.proceed()
  })
  store.flow()
  engine.start()
  await reached(id, 'done')
  const sent = store.of('uploadPart').map(({ partNumber }) => partNumber)
  expect(sent.slice(0, 4).sort()).toEqual([1, 2, 3, 4])
  expect(sent.slice(4)).toEqual([3])
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  expect(historyOf(id)).toContain('parts-forgotten')
})

it('fails with both checksums when the object is not the file; a retry verifies first, then sends again', async () => {
  const { engine, store, uploads, clock, queueFile, reached, historyOf } = scriptedRig()
  const { id, bytes } = queueFile({ parts: 2 }, { name: 'a' })
  store.when('completeMultipartUpload', (request) => {
    store.model.objects.set('a', { bytes: Buffer.from('other'), etag: 'E', crc64: '42', lastModified: 0 })
    store.model.multiparts.clear()
    request.answer({ etag: 'E', crc64: '42', requestId: 'REQ', callbackError: null })
  })
  store.flow()
  engine.start()
  await reached(id, 'failed')
  expect(uploads.row(id).reason).toMatchObject({
    code: 'ObjectChecksumMismatch',
    params: { remote: '42', objectKey: 'a' },
  })
  expect(store.of('abortMultipartUpload')).toEqual([])
  expect(uploads.row(id).parts.size).toBe(2)
  const before = store.requests.length
  engine.resume({ kind: 'ids', ids: [id] })
  // For a minute a Complete that OSS is still working on could bring it.
  while (uploads.row(id).status !== 'done') await clock.advance(1_000)
  await reached(id, 'done')
  expect(
    store.requests
      .slice(before)
      .map(({ operation }) => operation)
      .slice(0, 2),
  ).toEqual(['listParts', 'headObject'])
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  expect(historyOf(id)).toContain('upload-id-gone')
})

it('is done when only the callback failed, and says so (R19)', async () => {
  const { engine, store, queueFile, reached, historyOf, uploads } = scriptedRig()
  const { id } = queueFile({ parts: 2 })
  const callbackError = serverError('CallbackFailed', 203, 'fatal').data
  engine.start()
  await (await store.next('initiateMultipartUpload')).proceed()
  await (await store.next('uploadPart', 1)).proceed()
  await (await store.next('uploadPart', 2)).proceed()
  ;(await store.next('completeMultipartUpload')).answer({
    etag: 'E',
    crc64: null,
    requestId: 'R',
    callbackError,
  })
  await reached(id, 'done')
  expect(historyOf(id)).toContain('callback-failed')
  expect(uploads.row(id).details.crc64Remote).toBe(null)
  expect(uploads.row(id).reason).toEqual(callbackError)
})

it('gives Complete ten minutes, since OSS merges large parts in its own time', async () => {
  const { engine, store, clock, queueFile } = scriptedRig()
  queueFile({ parts: 2 })
  engine.start()
  await (await store.next('initiateMultipartUpload')).proceed()
  await (await store.next('uploadPart', 1)).proceed()
  await (await store.next('uploadPart', 2)).proceed()
  const complete = await store.next('completeMultipartUpload')
  await clock.advance(590_000)
  expect(complete.state).toBe('held')
  await clock.advance(20_000)
  expect(complete.state).toBe('cut')
})

it('waits for an object that OSS is still merging, rather than sending a large file twice', async () => {
  const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 3 }, { name: 'a' })
  let merged: ReturnType<typeof store.model.complete> | undefined
  store.when('completeMultipartUpload', async (request) => {
    await request.loseAnswer(reset())
    merged = store.model.objects.get('a')
    store.model.objects.delete('a')
  })
  store.flow()
  engine.start()
  await reached(id, 'retrying')
  await clock.advance(10_000)
  expect(uploads.row(id).status).toBe('verifying')
  if (merged) store.model.objects.set('a', merged)
  await clock.advance(20_000)
  await reached(id, 'done')
  expect(store.of('uploadPart').length).toBe(3)
  expect(store.of('initiateMultipartUpload').length).toBe(1)
})
