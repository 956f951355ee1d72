import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UploadError } from '../../shared/upload-error.ts'
import { crcOf, networkError } from './support/bucket-model.ts'
import { KiB, practiceRig, sha256OfFile, sha256OfObject, temporaryFolder } from './support/practice-rig.ts'
import { partSizeBytes, scriptedRig } from './support/scripted-rig.ts'
import type { Operation } from './support/scripted-store.ts'
import { until } from './support/until.ts'

const actions: Partial<Record<Operation, string>> = {
  listParts: 'oss:ListParts',
  headObject: 'oss:GetObject',
  abortMultipartUpload: 'oss:AbortMultipartUpload',
  listMultipartUploads: 'oss:ListMultipartUploads',
}

type Rig = ReturnType<typeof scriptedRig>

function deny({ store }: Pick<Rig, 'store'>, ...operations: Operation[]): void {
  for (const operation of operations) {
    const params = { action: actions[operation] ?? '', bucket: 'b', key: 'a', host: 'h' }
    const refusal = {
      code: 'AccessDenied',
      retry: 'fatal' as const,
      message: 'no',
      fromServer: true,
      status: 403,
      params,
    }
    store.when(operation, (request) => request.fail(new UploadError(refusal)), { times: 1000 })
  }
}

/** An upload of five parts, stopped when three of them are recorded. */
async function stoppedUpload() {
  const rig = scriptedRig()
  const { id, bytes } = rig.queueFile({ parts: 5 }, { name: 'a' })
  rig.engine.start()
  await (await rig.store.next('initiateMultipartUpload')).proceed()
  for (const partNumber of [1, 2, 3]) await (await rig.store.next('uploadPart', partNumber)).proceed()
  await until(() => rig.uploads.row(id).parts.size === 3)
  await rig.engine.stop()
  const uploadId = rig.uploads.row(id).checkpoint?.multipartUploadId ?? ''
  const before = rig.store.requests.length
  const sentAgain = () =>
    rig.store.requests
      .slice(before)
      .flatMap(({ operation, partNumber }) => (operation === 'uploadPart' ? [partNumber] : []))
  return { ...scriptedRig(rig), id, bytes, uploadId, sentAgain }
}

describe('a key that may not list parts', () => {
  it('goes on from its own record, and the CRC-64 of the object proves it (R2, R22)', async () => {
    const rig = await stoppedUpload()
    deny(rig, 'listParts', 'headObject', 'listMultipartUploads', 'abortMultipartUpload')
    const held = rig.store.next('uploadPart', 4)
    rig.engine.start()
    const part = await held
    // Meanwhile the row says what could not be looked at.
    expect(rig.uploads.row(rig.id).reason).toMatchObject({
      code: 'PartsUnverified',
      params: { action: 'oss:ListParts' },
    })
    rig.store.flow()
    await part.proceed()
    await rig.reached(rig.id, 'done')
    expect(rig.sentAgain().sort()).toEqual([4, 5])
    expect(rig.store.model.objects.get('a')?.bytes.equals(rig.bytes)).toBe(true)
    const { crc64Local, crc64Remote } = rig.uploads.row(rig.id).details
    expect([crc64Local, crc64Remote]).toEqual([crcOf(rig.bytes), crcOf(rig.bytes)])
    expect(rig.historyOf(rig.id)).toContain('parts-unverified')
    expect(rig.uploads.row(rig.id).reason).toBe(null)
  })

  it('sends all parts again when the object shows that one was not ours', async () => {
    const rig = await stoppedUpload()
    deny(rig, 'listParts')
    const wrong = rig.store.model.multipart(rig.uploadId).parts.get(2)
    // The same ETag with other bytes: nothing but the checksum of the whole can tell.
    const bytes = Buffer.alloc(partSizeBytes, 7)
    if (wrong) Object.assign(wrong, { bytes, crc64: crcOf(bytes) })
    rig.store.flow()
    rig.engine.start()
    await rig.reached(rig.id, 'done')
    expect(rig.store.model.objects.get('a')?.bytes.equals(rig.bytes)).toBe(true)
    expect(rig.historyOf(rig.id)).toContain('unverified-wrong')
  })

  it('starts over when Complete says that a part is missing (R14)', async () => {
    const rig = await stoppedUpload()
    deny(rig, 'listParts')
    rig.store.model.multipart(rig.uploadId).parts.delete(2)
    rig.store.flow()
    rig.engine.start()
    await rig.reached(rig.id, 'done')
    expect(rig.store.model.objects.get('a')?.bytes.equals(rig.bytes)).toBe(true)
    expect(rig.store.of('initiateMultipartUpload').length).toBe(2)
  })

  it('finds the object whole when the answer to Complete was lost, without sending a byte again', async () => {
    const rig = scriptedRig()
    const { id } = rig.queueFile({ parts: 3 })
    deny(rig, 'listParts')
    rig.store.when('completeMultipartUpload', (request) =>
      request.loseAnswer(networkError('ConnectionReset', 'transient')),
    )
    rig.store.flow()
    rig.engine.start()
    await rig.reached(id, 'retrying')
    await rig.clock.advance(1_000)
    await rig.reached(id, 'done')
    expect(rig.store.of('uploadPart').length).toBe(3)
    expect(rig.store.of('completeMultipartUpload').length).toBe(1)
    expect(rig.historyOf(id)).toContain('found-complete')
  })

  it('nor look at objects sends Complete again when its answer was lost and the server has not acted', async () => {
    const rig = scriptedRig()
    const { id } = rig.queueFile({ parts: 3 })
    deny(rig, 'listParts', 'headObject')
    rig.store.when('completeMultipartUpload', (request) =>
      request.fail(networkError('ConnectionReset', 'transient')),
    )
    rig.store.flow()
    rig.engine.start()
    await rig.reached(id, 'retrying')
    await rig.clock.advance(1_000)
    await rig.reached(id, 'done')
    expect(rig.store.of('uploadPart').length).toBe(3)
    expect(rig.store.of('completeMultipartUpload').length).toBe(2)
  })
})

describe('a key that may not look at objects', () => {
  it.each(['overwrite', 'different', 'skip', 'rename'] as const)(
    'uploads with the policy %s',
    async (conflictPolicy) => {
      const rig = scriptedRig()
      const { id, bytes } = rig.queueFile({ parts: 3 }, { name: 'a', conflictPolicy })
      deny(rig, 'headObject')
      rig.store.flow()
      rig.engine.start()
      await rig.reached(id, 'done')
      expect(rig.store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
      expect(rig.historyOf(id).includes('existence-unknown')).toBe(conflictPolicy !== 'overwrite')
    },
  )

  it('lets OSS say that an object exists: it is skipped, and stays as it was', async () => {
    const rig = scriptedRig()
    const { id } = rig.queueFile({ sizeBytes: 10 }, { name: 'a', conflictPolicy: 'skip' })
    const there = Buffer.from('there first')
    rig.store.model.put('a', there, 0, false)
    deny(rig, 'headObject')
    rig.store.flow()
    rig.engine.start()
    await rig.reached(id, 'skipped')
    expect(rig.store.model.objects.get('a')?.bytes.equals(there)).toBe(true)
  })

  it('takes the next name when OSS says that an object exists', async () => {
    const rig = scriptedRig()
    const { id, bytes } = rig.queueFile({ sizeBytes: 10 }, { name: 'a', conflictPolicy: 'rename' })
    rig.store.model.put('a', Buffer.from('there first'), 0, false)
    deny(rig, 'headObject')
    rig.store.flow()
    rig.engine.start()
    await rig.reached(id, 'done')
    expect(rig.store.model.objects.get('a (1)')?.bytes.equals(bytes)).toBe(true)
  })
})

it('a key that may not abort starts over when the file changed, and says which parts stay', async () => {
  const rig = await stoppedUpload()
  deny(rig, 'abortMultipartUpload')
  rig.store.model.uploadPart(rig.uploadId, 9, Buffer.alloc(10))
  rig.store.flow()
  rig.engine.start()
  await rig.reached(rig.id, 'done')
  const failed = rig.uploads.row(rig.id).history.find(({ kind }) => kind === 'abort-failed')
  expect(failed?.data).toMatchObject({ multipartUploadId: rig.uploadId, code: 'AccessDenied' })
})

it('a key that may do nothing but oss:PutObject uploads, is stopped and goes on, on a real bucket (R2, R22)', async () => {
  const deniedActions = [
    'oss:GetObject',
    'oss:ListParts',
    'oss:AbortMultipartUpload',
    'oss:ListMultipartUploads',
  ]
  const rig = await practiceRig({ bandwidthLimit: 1024 * KiB }, { deniedActions })
  const path = join(temporaryFolder(), 'film.mov')
  writeFileSync(path, randomBytes(1000 * KiB))
  rig.engine.start()
  await rig.add([path])
  await until(() => rig.uploads.row(1).confirmedBytes > 200 * KiB)
  rig.engine.pause({ kind: 'all', filter: 'all' })
  await until(() => rig.uploads.row(1).status === 'paused')
  const kept = rig.uploads.row(1).parts.size
  const before = rig.requests.length
  rig.engine.resume({ kind: 'all', filter: 'all' })
  await until(() => rig.uploads.row(1).status === 'done')
  const sent = rig.requests.slice(before).filter(({ query, status }) => query.partNumber && status === 200)
  expect(sent.length).toBeLessThanOrEqual(10 - kept)
  expect(rig.requests.some(({ status }) => status === 403)).toBe(true)
  expect(await sha256OfObject(rig.owner, 'film.mov')).toBe(await sha256OfFile(path))
})
