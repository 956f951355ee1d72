import { utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { crcOf, networkError } from './support/bucket-model.ts'
import { partSizeBytes, scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

/** An upload of five parts, stopped when `confirmed` of them are recorded. */
async function stoppedUpload(confirmed: number) {
  const rig = scriptedRig()
  const { id, bytes, path } = rig.queueFile({ parts: 5 }, { name: 'a' })
  rig.engine.start()
  await (await rig.store.next('initiateMultipartUpload')).proceed()
  for (let partNumber = 1; partNumber <= confirmed; partNumber += 1) {
    await (await rig.store.next('uploadPart', partNumber)).proceed()
  }
  await until(() => rig.uploads.row(id).parts.size === confirmed)
  await rig.engine.stop()
  const uploadId = rig.uploads.row(id).checkpoint?.multipartUploadId ?? ''
  const multipart = rig.store.model.multipart(uploadId)
  const before = rig.store.requests.length
  const again = scriptedRig(rig)
  /** Part numbers sent after the restart. */
  const sentAgain = () =>
    rig.store.requests
      .slice(before)
      .filter(({ operation }) => operation === 'uploadPart')
      .map(({ partNumber }) => partNumber ?? 0)
      .sort((a, b) => a - b)
  return { ...again, id, bytes, path, uploadId, multipart, sentAgain }
}

it('sends no confirmed part again after a restart (R2)', async () => {
  const { engine, store, id, bytes, reached, sentAgain, uploads } = await stoppedUpload(3)
  store.flow()
  engine.start()
  await reached(id, 'done')
  expect(sentAgain()).toEqual([4, 5])
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  expect(uploads.row(id).history.find(({ kind }) => kind === 'resumed')?.data).toEqual({
    keptParts: 3,
    keptBytes: 3 * partSizeBytes,
    partsToSend: 2,
  })
})

it('can be run again and again from the same checkpoint (R16)', async () => {
  let rig = scriptedRig()
  const { id, bytes } = rig.queueFile({ parts: 6 }, { name: 'a' })
  rig.store.when('initiateMultipartUpload', (request) => request.proceed())
  rig.store.when('listParts', (request) => request.proceed(), { times: 9 })
  for (let partNumber = 1; partNumber <= 5; partNumber += 1) {
    rig.engine.start()
    await (await rig.store.next('uploadPart', partNumber)).proceed()
    await until(() => rig.uploads.row(id).parts.size === partNumber)
    await rig.engine.stop()
    rig = scriptedRig(rig)
  }
  rig.store.flow()
  rig.engine.start()
  await rig.reached(id, 'done')
  expect(rig.store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  expect(rig.store.of('initiateMultipartUpload').length).toBe(1)
})

describe('parts the server has but we did not record', () => {
  it('are kept when their size and CRC-64 prove them, without being sent', async () => {
    const { engine, store, id, bytes, uploadId, reached, sentAgain, historyOf } = await stoppedUpload(2)
    store.model.uploadPart(uploadId, 4, bytes.subarray(3 * partSizeBytes, 4 * partSizeBytes))
    store.flow()
    engine.start()
    await reached(id, 'done')
    expect(sentAgain()).toEqual([3, 5])
    expect(historyOf(id)).toContain('parts-proved')
  })

  it('are sent again when they hold other bytes', async () => {
    const { engine, store, id, bytes, uploadId, reached, sentAgain } = await stoppedUpload(2)
    store.model.uploadPart(uploadId, 4, Buffer.alloc(partSizeBytes))
    store.flow()
    engine.start()
    await reached(id, 'done')
    expect(sentAgain()).toEqual([3, 4, 5])
    expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  })
})

it('sends parts again that the server lacks or holds differently', async () => {
  const { engine, store, id, bytes, uploadId, multipart, reached, sentAgain, historyOf } =
    await stoppedUpload(4)
  multipart.parts.delete(1)
  store.model.uploadPart(uploadId, 2, Buffer.alloc(17))
  store.model.uploadPart(uploadId, 3, Buffer.alloc(partSizeBytes, 1))
  store.flow()
  engine.start()
  await reached(id, 'done')
  expect(sentAgain()).toEqual([1, 2, 3, 5])
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  expect(historyOf(id)).toContain('parts-forgotten')
})

it('obtains a new upload id when the old one is gone, sends all parts and says so (R14)', async () => {
  const { engine, store, id, bytes, uploadId, reached, sentAgain, uploads } = await stoppedUpload(3)
  store.model.multiparts.clear()
  store.flow()
  engine.start()
  await reached(id, 'done')
  expect(sentAgain()).toEqual([1, 2, 3, 4, 5])
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  expect(uploads.row(id).history.find(({ kind }) => kind === 'upload-id-gone')?.data).toEqual({
    multipartUploadId: uploadId,
    confirmedBytes: 3 * partSizeBytes,
  })
  expect(uploads.row(id).resentBytes).toBe(3 * partSizeBytes)
})

it('is done at once when the upload id is gone because the object is complete', async () => {
  const { engine, store, id, bytes, reached, sentAgain, historyOf } = await stoppedUpload(5)
  store.model.multiparts.clear()
  store.model.objects.set('a', { bytes, etag: 'E', crc64: crcOf(bytes), lastModified: 0 })
  store.flow()
  engine.start()
  await reached(id, 'done')
  expect(sentAgain()).toEqual([])
  expect(historyOf(id)).toContain('found-complete')
})

it('starts over under a new id when somebody else sends parts under ours', async () => {
  const { engine, store, id, bytes, uploadId, reached, historyOf } = await stoppedUpload(2)
  store.model.uploadPart(uploadId, 9, Buffer.alloc(10))
  store.flow()
  engine.start()
  await reached(id, 'done')
  expect(historyOf(id)).toContain('foreign-parts')
  expect(store.model.multiparts.size).toBe(0)
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
})

it('never trusts a damaged checkpoint: aborts the old upload and sends all parts (R5)', async () => {
  const { engine, store, id, reached, sentAgain, historyOf, uploads, uploadId } = await stoppedUpload(3)
  uploads.tamper((sqlite) => sqlite.exec('UPDATE uploads SET part_size_bytes = part_size_bytes + 1'))
  store.flow()
  engine.start()
  await reached(id, 'done')
  expect(sentAgain()).toEqual([1, 2, 3, 4, 5])
  expect(store.of('abortMultipartUpload').length).toBe(1)
  expect(store.model.multiparts.has(uploadId)).toBe(false)
  expect(historyOf(id)).toContain('checkpoint-damaged')
})

it('never trusts a checkpoint with a damaged part (R5)', async () => {
  const { engine, store, id, reached, sentAgain, uploads } = await stoppedUpload(3)
  uploads.tamper((sqlite) =>
    sqlite.exec('UPDATE parts SET size_bytes = size_bytes - 1 WHERE part_number = 2'),
  )
  store.flow()
  engine.start()
  await reached(id, 'done')
  expect(sentAgain()).toEqual([1, 2, 3, 4, 5])
  expect(store.of('abortMultipartUpload').length).toBe(1)
})

it('aborts the old parts and sends the new file when it changed in between (R6)', async () => {
  const { engine, store, id, path, reached, sentAgain, historyOf } = await stoppedUpload(3)
  const changed = Buffer.alloc(3 * partSizeBytes, 7)
  writeFileSync(path, changed)
  store.flow()
  engine.start()
  await reached(id, 'done')
  expect(sentAgain()).toEqual([1, 2, 3])
  expect(store.of('abortMultipartUpload').length).toBe(1)
  expect(store.model.multiparts.size).toBe(0)
  expect(store.model.objects.get('a')?.bytes.equals(changed)).toBe(true)
  expect(historyOf(id)).toContain('file-changed')
})

it('takes a file whose time was touched for a changed one (R6)', async () => {
  const { engine, store, id, path, reached, sentAgain } = await stoppedUpload(3)
  utimesSync(path, 1_000, 1_000)
  store.flow()
  engine.start()
  await reached(id, 'done')
  expect(sentAgain()).toEqual([1, 2, 3, 4, 5])
})

it('records nothing with resuming off, and begins at zero after a failure with nothing left on the server (R11)', async () => {
  const { engine, store, uploads, queueFile, reached } = scriptedRig()
  const { id } = queueFile({ parts: 3 }, { resume: false })
  store.when('uploadPart', (request) => request.fail(networkError('AccessDenied', 'fatal')), {
    partNumber: 3,
  })
  store.flow()
  engine.start()
  await reached(id, 'failed')
  expect(uploads.row(id).parts.size).toBe(0)
  expect(uploads.row(id).checkpoint).toBe(null)
  expect(store.model.multiparts.size).toBe(0)
  const before = store.requests.length
  engine.resume({ kind: 'ids', ids: [id] })
  await reached(id, 'done')
  const sent = store.requests.slice(before).filter(({ operation }) => operation === 'uploadPart')
  expect(sent.length).toBe(3)
})
