import { createHash } from 'node:crypto'
import { statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { planParts } from '../../electron/engine/part-plan.ts'
import { localFiles } from '../../electron/files/local-files.ts'
import { crc64 } from '../../electron/oss/crc64.ts'
import { fillMultipart, noiseFile } from './support/multipart-filling.ts'
import { practiceRig, sha256OfObject, temporaryFolder } from './support/practice-rig.ts'

const GiB = 1024 ** 3
const partCount = 10_000
const partSizeBytes = 64

it('resumes 10,000 parts after paging through all of them, and sends only those that are missing (R2, R8)', async () => {
  // OSS takes no part below 100 KB; a bucket that does keeps ten thousand of them small.
  const options = { minPartBytes: 1, dir: temporaryFolder() }
  const first = await practiceRig({}, options)
  const signal = new AbortController().signal
  const uploadId = await first.oss.initiateMultipartUpload({ key: 'many', metadata: {}, signal })
  await first.server.close()
  const path = join(temporaryFolder(), 'many')
  const bytes = noiseFile(path, partCount * partSizeBytes)
  const missing = [1, 999, 1000, 1001, 5000, 9999, 10_000]
  const isThere = (partNumber: number) => !missing.includes(partNumber)
  const parts = fillMultipart(options.dir, uploadId, bytes, partSizeBytes, isThere)
  const rig = await practiceRig({}, options)
  await rig.add([path])
  rig.uploads.uploads.apply(1, 'start')
  rig.uploads.uploads.saveCheckpoint(1, {
    plan: { mode: 'multipart', sizeBytes: bytes.length, partSizeBytes, partCount },
    file: await localFiles.identify(path),
    multipartUploadId: uploadId,
    initiatingSince: Date.now(),
    allPartsConfirmed: false,
  })
  rig.uploads.uploads.confirmParts(
    1,
    parts.filter(({ partNumber }) => partNumber !== 7777),
  )
  const before = rig.requests.length

  rig.engine.start()
  await rig.engine.idle()
  expect(rig.uploads.row(1).status, JSON.stringify(rig.uploads.row(1).reason)).toBe('done')
  const requests = rig.requests.slice(before)
  const pages = requests.filter(({ query }) => 'part-number-marker' in query)
  expect(pages.length).toBe(Math.ceil((partCount - missing.length) / 1000))
  const sent = requests.filter(({ query }) => query.partNumber).map(({ query }) => Number(query.partNumber))
  expect(sent.sort((a, b) => a - b)).toEqual(missing)
  // The one the server had and we did not: proved by its CRC-64, not sent.
  expect(rig.uploads.row(1).history.map(({ kind }) => kind)).toContain('parts-proved')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(await sha256OfObject(rig.oss, 'many')).toBe(sha256)
  const crc = crc64.create()
  crc.update(bytes)
  expect(rig.uploads.row(1).details.crc64Remote).toBe(crc.digest())
}, 120_000)

it('plans a sparse file of 20 GiB without reading it, and lists it with its size (R1, R8)', async () => {
  const rig = await practiceRig()
  const folder = temporaryFolder()
  const path = join(folder, 'disk.img')
  writeFileSync(path, '')
  truncateSync(path, 20 * GiB)
  // It takes no room, so nobody can have read or copied it.
  expect(statSync(path).blocks).toBeLessThan(100)
  await rig.add([folder])
  const [row] = rig.uploads.open.queue.page({
    filter: 'all',
    search: '',
    sort: 'added',
    descending: false,
    offset: 0,
    limit: 10,
  }).rows
  expect(row).toMatchObject({
    sizeBytes: 20 * GiB,
    status: 'queued',
    name: expect.stringContaining('disk.img'),
  })
  const identity = await localFiles.identify(path)
  const plan = planParts(identity.sizeBytes, {
    partSizeBytes: 1024 * 1024,
    multipartThresholdBytes: 1024 * 1024,
  })
  expect(plan).toMatchObject({ mode: 'multipart', sizeBytes: 20 * GiB })
  expect(plan.partCount).toBeLessThanOrEqual(10_000)
  expect(plan.partCount * plan.partSizeBytes).toBeGreaterThanOrEqual(20 * GiB)
  expect((plan.partCount - 1) * plan.partSizeBytes).toBeLessThan(20 * GiB)
})
