import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { adoptOrphan } from '../../electron/engine/adopt-orphan.ts'
import { fitPlan } from '../../electron/engine/fit-plan.ts'
import { localFiles } from '../../electron/files/local-files.ts'
import { crc64 } from '../../electron/oss/crc64.ts'
import { quietLog } from './support/quiet-log.ts'
import { partSizeBytes, scriptedRig } from './support/scripted-rig.ts'

const size = 2 * partSizeBytes

/** A file of which another program has sent parts 1, 2 and 4 of five in parts of its own size. */
function orphanRig(sent = [1, 2, 4]) {
  const rig = scriptedRig()
  const { store, uploads, clock, folder } = rig
  const bytes = randomBytes(5 * size - 100)
  const path = join(folder, 'film.mov')
  writeFileSync(path, bytes)
  uploads.saveDestination('dock', 'https://dock.example')
  const uploadId = store.model.initiate('raw/film.mov', clock.now() - 86_400_000)
  for (const number of sent) {
    store.model.uploadPart(uploadId, number, bytes.subarray((number - 1) * size, number * size))
  }
  store.flow()
  const adopt = (file = path) =>
    adoptOrphan({
      store,
      uploads: uploads.uploads,
      intake: uploads.intake,
      files: localFiles,
      crc64,
      clock,
      log: quietLog,
      target: { destinationId: 'dock', bucket: 'harbour', conflictPolicy: 'overwrite', metadata: {} },
      key: 'raw/film.mov',
      uploadId,
      path: file,
      signal: new AbortController().signal,
    })
  const sentParts = () =>
    store.requests
      .filter(({ operation }) => operation === 'uploadPart')
      .map(({ partNumber }) => partNumber ?? 0)
      .sort((a, b) => a - b)
  return { ...rig, bytes, path, uploadId, adopt, sentParts }
}

it('goes on from the parts of another program that are proved to be of the file, and sends only the others', async () => {
  const { engine, store, uploads, bytes, adopt, sentParts, reached, historyOf } = orphanRig()
  const adoption = await adopt()
  const id = adoption.kind === 'adopted' ? adoption.id : 0
  engine.start()
  await reached(id, 'done')
  expect(store.model.objects.get('raw/film.mov')?.bytes.equals(bytes)).toBe(true)
  expect(sentParts()).toEqual([3, 5])
  expect(store.requests.some(({ operation }) => operation === 'initiateMultipartUpload')).toBe(false)
  expect(historyOf(id)).toContain('orphan-adopted')
  expect(uploads.row(id).history.find(({ kind }) => kind === 'parts-proved')?.data).toMatchObject({
    parts: 3,
  })
})

it('proves parts by their ETag where the bucket tells no CRC-64', async () => {
  const { engine, store, bytes, adopt, sentParts, reached } = orphanRig()
  const list = store.model.listParts.bind(store.model)
  store.model.listParts = (uploadId) => list(uploadId).map((part) => ({ ...part, crc64: null }))
  const adoption = await adopt()
  engine.start()
  await reached(adoption.kind === 'adopted' ? adoption.id : 0, 'done')
  expect(store.model.objects.get('raw/film.mov')?.bytes.equals(bytes)).toBe(true)
  expect(sentParts()).toEqual([3, 5])
})

it('does not take over what is of another file, of another size, empty, or owned already', async () => {
  const { uploads, folder, bytes, adopt, store, uploadId } = orphanRig()
  const changed = Buffer.from(bytes)
  changed[5] = (changed[5] ?? 0) ^ 1
  const other = join(folder, 'other.mov')
  writeFileSync(other, changed)
  expect(await adopt(other)).toEqual({ kind: 'other-content', partNumber: 1 })
  writeFileSync(other, bytes.subarray(0, 3 * size))
  expect(await adopt(other)).toEqual({ kind: 'does-not-fit', sizeBytes: 3 * size })
  expect(uploads.ids()).toEqual([])
  expect((await adopt()).kind).toBe('adopted')
  await expect(adopt()).rejects.toMatchObject({ code: 'UploadOwned' })
  store.model.multipart(uploadId).parts.clear()
  expect(await adopt()).toEqual({ kind: 'empty' })
})

describe('fitPlan', () => {
  const part = (partNumber: number, sizeBytes: number) => ({ partNumber, sizeBytes, etag: '', crc64: null })

  it('finds the size of the parts, the last of them smaller', () => {
    expect(fitPlan([part(1, 100), part(3, 50)], 250)).toMatchObject({ partSizeBytes: 100, partCount: 3 })
    expect(fitPlan([part(2, 100)], 250)).toMatchObject({ partSizeBytes: 100, partCount: 3 })
    expect(fitPlan([part(1, 250)], 250)).toMatchObject({ partSizeBytes: 250, partCount: 1 })
  })

  it('finds none for parts of several sizes, beyond the end, or too many', () => {
    expect(fitPlan([part(1, 100), part(2, 90), part(3, 100)], 300)).toBeNull()
    expect(fitPlan([part(4, 100)], 300)).toBeNull()
    expect(fitPlan([part(3, 60), part(1, 100)], 250)).toBeNull()
    expect(fitPlan([part(1, 1)], 10_001)).toBeNull()
    expect(fitPlan([], 300)).toBeNull()
    expect(fitPlan([part(1, 100)], 0)).toBeNull()
  })
})
