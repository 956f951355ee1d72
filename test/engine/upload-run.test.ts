import { describe, expect, it } from 'vitest'
import { partSizeBytes, scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

describe('a multipart upload', () => {
  it('sends as many parts at once as the setting says, completes with all of them and drops its checkpoint (R1, R3, R9)', async () => {
    const { engine, store, uploads, queueFile, reached } = scriptedRig()
    const { id, bytes } = queueFile({ parts: 3 }, { name: 'a.bin' })
    engine.start()
    await (await store.next('initiateMultipartUpload')).proceed()
    const first = await store.next('uploadPart', 1)
    const second = await store.next('uploadPart', 2)
    expect(store.of('uploadPart').length).toBe(2)
    expect(uploads.row(id).status).toBe('uploading')
    await second.proceed()
    const third = await store.next('uploadPart', 3)
    await third.proceed()
    await first.proceed()
    const complete = await store.next('completeMultipartUpload')
    expect(uploads.row(id).status).toBe('completing')
    expect(uploads.row(id).checkpoint?.allPartsConfirmed).toBe(true)
    await complete.proceed()
    await reached(id, 'done')
    expect(store.model.objects.get('a.bin')?.bytes.equals(bytes)).toBe(true)
    expect(uploads.row(id).checkpoint).toBe(null)
    const { crc64Local, crc64Remote } = uploads.row(id).details
    expect(crc64Local).toBe(crc64Remote)
  })

  it('follows a changed number of parts at once while it runs (R9)', async () => {
    const { engine, store, queueFile } = scriptedRig()
    queueFile({ parts: 6 })
    engine.start()
    await (await store.next('initiateMultipartUpload')).proceed()
    await until(() => store.of('uploadPart').length === 2)
    engine.configure({
      filesAtOnce: 2,
      partsAtOnce: 4,
      partSizeBytes,
      multipartThresholdBytes: 0,
      bandwidthLimit: null,
    })
    await until(() => store.of('uploadPart').length === 4)
  })

  it('tells bytes handed to the socket apart from bytes confirmed (R15)', async () => {
    const { engine, store, queueFile } = scriptedRig()
    const { id } = queueFile({ parts: 3 })
    engine.start()
    await (await store.next('initiateMultipartUpload')).proceed()
    const part = await store.next('uploadPart', 1)
    await part.receive(1)
    expect(engine.running()).toEqual([
      expect.objectContaining({ id, sizeBytes: 3 * partSizeBytes, confirmedBytes: 0, inFlightBytes: 65_536 }),
    ])
    await part.receive()
    expect(engine.running()[0]).toMatchObject({ confirmedBytes: 0, inFlightBytes: partSizeBytes })
  })

  it('obeys the stored plan on a resume, not the settings of today (R2)', async () => {
    const first = scriptedRig()
    const { id } = first.queueFile({ parts: 4 })
    first.engine.start()
    await (await first.store.next('initiateMultipartUpload')).proceed()
    await (await first.store.next('uploadPart', 1)).proceed()
    await until(() => first.uploads.row(id).parts.size === 1)
    await first.engine.stop()

    const before = first.store.requests.length
    const again = scriptedRig({ ...first, settings: { partSizeBytes: 8 * partSizeBytes } })
    again.store.flow()
    again.engine.start()
    await again.reached(id, 'done')
    const sent = again.store.requests.slice(before).filter(({ operation }) => operation === 'uploadPart')
    expect(sent.map(({ partNumber }) => partNumber).sort()).toEqual([2, 3, 4])
    expect(again.store.of('initiateMultipartUpload').length).toBe(1)
  })
})
