import { chmodSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { localFiles } from '../../electron/files/local-files.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { partSizeBytes, scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const isRoot = process.getuid?.() === 0

/** An upload of four parts of which the first is confirmed and the second and third are held. */
async function uploadUnderWay() {
  const rig = scriptedRig()
  const { id, path, bytes } = rig.queueFile({ parts: 4 }, { name: 'a' })
  rig.engine.start()
  await (await rig.store.next('initiateMultipartUpload')).proceed()
  await (await rig.store.next('uploadPart', 1)).proceed()
  await rig.store.next('uploadPart', 2)
  await rig.store.next('uploadPart', 3)
  return { ...rig, id, path, bytes }
}

describe('a file that changes while it is sent (R6)', () => {
  it.each([
    ['grows', (path: string) => writeFileSync(path, Buffer.alloc(50), { flag: 'a' })],
    ['shrinks', (path: string) => truncateSync(path, 2 * partSizeBytes)],
    ['is written over', (path: string) => writeFileSync(path, Buffer.alloc(4 * partSizeBytes, 5))],
    [
      'is replaced by another',
      (path: string) => {
        writeFileSync(`${path}.new`, Buffer.alloc(4 * partSizeBytes, 9))
        renameSync(`${path}.new`, path)
      },
    ],
  ])('is sent anew from the beginning when it %s, and the object is never a mix', async (_name, change) => {
    const { store, id, path, reached, historyOf } = await uploadUnderWay()
    change(path)
    for (const request of store.held) void request.proceed()
    store.flow()
    await reached(id, 'done')
    const { readFileSync } = await import('node:fs')
    expect(store.model.objects.get('a')?.bytes.equals(readFileSync(path))).toBe(true)
    expect(historyOf(id)).toContain('file-changed')
    expect(store.model.multiparts.size).toBe(0)
  })

  it('is not stored by a single request either', async () => {
    const { engine, store, queueFile, reached } = scriptedRig()
    const { id, path } = queueFile({ sizeBytes: 150_000 }, { name: 'a' })
    engine.start()
    const put = await store.next('putObject')
    await put.receive(1)
    writeFileSync(path, Buffer.alloc(150_000, 3))
    await put.proceed()
    store.flow()
    await reached(id, 'done')
    expect(store.model.objects.get('a')?.bytes.equals(Buffer.alloc(150_000, 3))).toBe(true)
    expect(store.of('putObject').length).toBe(2)
  })

  it('again and again is left alone until nobody has written to it for ten seconds, and then sent', async () => {
    const { engine, store, uploads, clock, queueFile, reached } = scriptedRig({
      settings: { partsAtOnce: 1 },
    })
    const { id, path } = queueFile({ parts: 2 }, { name: 'log' })
    const { id: other } = queueFile({ parts: 2 })
    let size = 2 * partSizeBytes
    const append = () => {
      size += 10
      writeFileSync(path, Buffer.alloc(10), { flag: 'a' })
    }
    store.when(
      'uploadPart',
      async (request) => {
        if (request.key === 'log') append()
        await request.proceed()
      },
      { times: 1_000 },
    )
    store.flow()
    engine.start()
    await reached(id, 'waiting')
    expect(uploads.row(id)).toMatchObject({ waitingFor: 'file', reason: { code: 'FileBusy' } })
    expect(store.model.multiparts.size).toBe(0)
    await reached(other, 'done')
    append()
    await clock.advance(5_000)
    await reached(id, 'waiting')
    const before = store.of('uploadPart').length
    await clock.advance(10_000)
    await until(() => uploads.row(id).status === 'waiting' || store.of('uploadPart').length > before)
    store.rules.length = 0
    await clock.advance(60_000)
    await reached(id, 'done')
    expect(store.model.objects.get('log')?.bytes.length).toBe(size)
  })
})

describe('a file that cannot be read', () => {
  it('fails with the next step when it is not there at the start, and the queue goes on', async () => {
    const { engine, store, uploads, folder, queueFile, queuePath, reached } = scriptedRig({
      settings: { filesAtOnce: 1 },
    })
    const { id } = queuePath(`${folder}/never.bin`, 'never.bin', 10)
    const { id: next } = queueFile({ parts: 2 })
    store.flow()
    engine.start()
    await reached(id, 'failed')
    expect(uploads.row(id).reason).toMatchObject({ code: 'FileNotFound', fromServer: false })
    await reached(next, 'done')
  })

  it('is waited for when parts of it are up already, and continued when it comes back', async () => {
    const { engine, store, uploads, clock, id, path, reached } = await uploadUnderWay()
    engine.pause({ kind: 'ids', ids: [id] })
    await reached(id, 'paused')
    renameSync(path, `${path}.moved`)
    engine.resume({ kind: 'ids', ids: [id] })
    await reached(id, 'waiting')
    expect(uploads.row(id)).toMatchObject({ waitingFor: 'file', reason: { code: 'FileNotFound' } })
    expect(store.of('abortMultipartUpload')).toEqual([])
    renameSync(`${path}.moved`, path)
    const before = store.requests.length
    store.flow()
    await clock.advance(60_000)
    await reached(id, 'done')
    const sent = store.requests.slice(before).filter(({ operation }) => operation === 'uploadPart')
    expect(sent.map(({ partNumber }) => partNumber).sort()).toEqual([2, 3, 4])
  })

  it('is waited for when it vanishes just before Complete', async () => {
    const { store, id, path, reached, uploads } = await uploadUnderWay()
    rmSync(path)
    for (const request of store.held) void request.proceed()
    store.flow()
    await reached(id, 'waiting')
    expect(uploads.row(id).reason).toMatchObject({ code: 'FileNotFound' })
    expect(store.of('completeMultipartUpload')).toEqual([])
  })

  it('is parked while another program has locked it, and tried again quietly; others go on (complaint 16)', async () => {
    let isLocked = true
    const { engine, store, uploads, clock, queueFile, reached } = scriptedRig({
      settings: { filesAtOnce: 1 },
      files: {
        open: async (path) => {
          if (!isLocked || !path.endsWith('mailbox.pst')) return localFiles.open(path)
          throw new UploadError({ code: 'FileLocked', retry: 'source', message: 'locked', fromServer: false })
        },
      },
    })
    const { id } = queueFile({ parts: 2 }, { name: 'mailbox.pst' })
    const { id: other } = queueFile({ parts: 2 })
    store.flow()
    engine.start()
    await reached(other, 'done')
    expect(uploads.row(id)).toMatchObject({
      status: 'waiting',
      waitingFor: 'file',
      nextTryAt: clock.now() + 5_000,
    })
    await clock.advance(5_000)
    await until(() => uploads.row(id).nextTryAt === clock.now() + 10_000)
    isLocked = false
    await clock.advance(10_000)
    await reached(id, 'done')
  })

  it('fails when it may not be read', async ({ skip }) => {
    skip(isRoot, 'root may read every file')
    const { engine, uploads, queueFile, reached } = scriptedRig()
    const { id, path } = queueFile({ parts: 2 })
    chmodSync(path, 0)
    engine.start()
    await reached(id, 'failed')
    expect(uploads.row(id).reason?.code).toBe('FileNotReadable')
  })
})
