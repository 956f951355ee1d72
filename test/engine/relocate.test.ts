import { randomBytes } from 'node:crypto'
import { copyFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { relocate } from '../../electron/engine/relocate.ts'
import { localFiles } from '../../electron/files/local-files.ts'
import { crc64 } from '../../electron/oss/crc64.ts'
import { partSizeBytes, scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

/** An upload of five parts, three of them confirmed, paused; its file can then be moved about. */
async function pausedUpload() {
  const rig = scriptedRig()
  const { id, bytes, path } = rig.queueFile({ parts: 5 }, { name: 'a' })
  rig.engine.start()
  await (await rig.store.next('initiateMultipartUpload')).proceed()
  for (let part = 1; part <= 3; part += 1) await (await rig.store.next('uploadPart', part)).proceed()
  await until(() => rig.uploads.row(id).parts.size === 3)
  rig.engine.pause({ kind: 'ids', ids: [id] })
  await rig.reached(id, 'paused')
  const before = rig.store.requests.length
  const sentAgain = () =>
    rig.store.requests
      .slice(before)
      .filter(({ operation }) => operation === 'uploadPart')
      .map(({ partNumber }) => partNumber ?? 0)
      .sort((a, b) => a - b)
  const locate = (to: string, startOver = false) =>
    relocate({
      files: localFiles,
      crc64,
      uploads: rig.uploads.uploads,
      id,
      path: to,
      startOver,
      signal: new AbortController().signal,
      onChecked: () => undefined,
    })
  const finish = async () => {
    rig.store.flow()
    rig.engine.resume({ kind: 'ids', ids: [id] })
    await rig.reached(id, 'done')
    return rig.store.model.objects.get('a')?.bytes
  }
  return { ...rig, id, bytes, path, other: join(rig.folder, 'moved'), locate, finish, sentAgain }
}

it('goes on with a file that was moved, without sending a confirmed part again (R6)', async () => {
  const { path, other, bytes, locate, finish, sentAgain, uploads, id } = await pausedUpload()
  renameSync(path, other)
  expect(await locate(other)).toEqual({ kind: 'moved' })
  expect(uploads.uploads.get(id)?.sourcePath).toBe(other)
  expect((await finish())?.equals(bytes)).toBe(true)
  expect(sentAgain()).toEqual([4, 5])
})

it('takes a copy with another time and file id when every confirmed part has its CRC-64', async () => {
  const { path, other, bytes, locate, finish, sentAgain } = await pausedUpload()
  copyFileSync(path, other)
  utimesSync(other, 1, 1)
  rmSync(path)
  expect(await locate(other)).toEqual({ kind: 'moved' })
  expect((await finish())?.equals(bytes)).toBe(true)
  expect(sentAgain()).toEqual([4, 5])
})

it('refuses a file of the same size with other bytes, names the part, and changes nothing', async () => {
  const { path, other, bytes, locate, finish, uploads, id } = await pausedUpload()
  const changed = Buffer.from(bytes)
  changed[partSizeBytes + 7] = (changed[partSizeBytes + 7] ?? 0) ^ 1
  writeFileSync(other, changed)
  expect(await locate(other)).toEqual({
    kind: 'differs',
    differences: [
      { what: 'content', partNumber: 2, startOffset: partSizeBytes, endOffset: 2 * partSizeBytes },
    ],
  })
  expect(uploads.uploads.get(id)?.sourcePath).toBe(path)
  expect((await finish())?.equals(bytes)).toBe(true)
})

it('refuses a file of another size, and takes it when all parts are to be sent again', async () => {
  const { other, locate, finish, sentAgain, store } = await pausedUpload()
  const longer = randomBytes(6 * partSizeBytes)
  writeFileSync(other, longer)
  expect(await locate(other)).toEqual({
    kind: 'differs',
    differences: [{ what: 'size', before: 5 * partSizeBytes, now: 6 * partSizeBytes }],
  })
  expect(await locate(other, true)).toEqual({ kind: 'moved' })
  expect((await finish())?.equals(longer)).toBe(true)
  expect(sentAgain()).toEqual([1, 2, 3, 4, 5, 6])
  expect(store.model.multiparts.size).toBe(0)
})

it('does not touch an upload that runs', async () => {
  const { engine, id, path, locate, reached, store } = await pausedUpload()
  engine.resume({ kind: 'ids', ids: [id] })
  await store.next('listParts')
  await reached(id, 'uploading')
  await expect(locate(path)).rejects.toMatchObject({ code: 'UploadBusy' })
})

it('says that the file cannot be read, and that another upload of the batch has its path', async () => {
  const { locate, other, uploads, id, folder } = await pausedUpload()
  await expect(locate(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'FileNotFound' })
  const batchId = uploads.uploads.get(id)?.batchId ?? 0
  writeFileSync(other, randomBytes(10))
  uploads.intake.addUploads(batchId, [{ sourcePath: other, name: 'b', objectKey: 'b', sizeBytes: 10 }])
  await expect(locate(other, true)).rejects.toMatchObject({ code: 'PathTaken' })
})
