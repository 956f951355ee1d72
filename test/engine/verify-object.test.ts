import { expect, it } from 'vitest'
import { serverError } from './support/bucket-model.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import type { HeldRequest } from './support/scripted-store.ts'

/** An upload that ended since OSS answered another CRC-64 for the object than the file has. */
async function mismatch(parts: number) {
  const rig = scriptedRig()
  const { id, bytes } = rig.queueFile({ parts }, { name: 'a' })
  const damaged = Buffer.from(bytes)
  damaged[3] = (damaged[3] ?? 0) ^ 1
  const operation = parts > 1 ? 'completeMultipartUpload' : 'putObject'
  const storeDamaged = async (request: HeldRequest) => {
    rig.store.model.multiparts.clear()
    const { etag, crc64 } = rig.store.model.put('a', damaged, rig.clock.now(), false)
    request.answer({ etag, crc64, requestId: 'R1', callbackError: null })
  }
  rig.store.when(operation, storeDamaged, { times: parts > 1 ? 1 : 3 })
  rig.store.flow()
  rig.engine.start()
  // Wrong bytes are tried three times, with waits in between.
  while (rig.uploads.uploads.get(id)?.status !== 'failed') await rig.clock.advance(1000)
  const code = () => rig.uploads.row(id).reason?.code
  return { ...rig, id, bytes, code }
}

it('an object that differs stays, its upload stays failed, and both checksums are told', async () => {
  const { engine, store, uploads, id, bytes, historyOf } = await mismatch(3)
  const before = store.requests.length
  expect(await engine.verify(id)).toMatchObject({ kind: 'different', remote: expect.any(String) })
  expect(uploads.uploads.get(id)?.status).toBe('failed')
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(false)
  expect(historyOf(id)).toContain('object-differs')
  expect(store.requests.slice(before).map(({ operation }) => operation)).toEqual(['headObject'])
})

it('an object that is the file after all ends the upload as done, without sending a byte', async () => {
  const { engine, store, uploads, clock, id, bytes } = await mismatch(3)
  store.model.put('a', bytes, clock.now(), false)
  const before = store.requests.length
  expect(await engine.verify(id)).toMatchObject({ kind: 'equal' })
  expect(uploads.uploads.get(id)).toMatchObject({ status: 'done', checkpoint: null })
  const operations = store.requests.slice(before).map(({ operation }) => operation)
  expect(operations).not.toContain('uploadPart')
  expect(operations).not.toContain('putObject')
})

it('a file that went in one request is read for it', async () => {
  const { engine, store, uploads, clock, id, bytes } = await mismatch(1)
  expect(await engine.verify(id)).toMatchObject({ kind: 'different' })
  store.model.put('a', bytes, clock.now(), false)
  expect(await engine.verify(id)).toMatchObject({ kind: 'equal' })
  expect(uploads.uploads.get(id)?.status).toBe('done')
})

it('"send again" replaces the object', async () => {
  const { engine, store, id, bytes, reached } = await mismatch(3)
  engine.startOver([id])
  await reached(id, 'done')
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
})

it('no object, and uploads that have not failed, are told apart', async () => {
  const { engine, store, id, queueFile } = await mismatch(3)
  store.model.objects.delete('a')
  expect(await engine.verify(id)).toEqual({ kind: 'missing' })
  const other = queueFile({ parts: 1 }, { name: 'b' })
  await expect(engine.verify(other.id)).rejects.toMatchObject({ code: 'UploadBusy' })
})

it('a request that fails changes nothing', async () => {
  const { engine, store, uploads, id } = await mismatch(3)
  store.when('headObject', (request) => request.fail(serverError('AccessDenied', 403, 'fatal')))
  await expect(engine.verify(id)).rejects.toMatchObject({ code: 'AccessDenied' })
  expect(uploads.uploads.get(id)?.status).toBe('failed')
})
