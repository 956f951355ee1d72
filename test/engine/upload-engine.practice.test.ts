import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  KiB,
  practiceRig,
  sha256OfFile,
  sha256OfObject,
  temporaryFolder,
  testSettings,
} from './support/practice-rig.ts'
import { until } from './support/until.ts'

const { partSizeBytes, multipartThresholdBytes } = testSettings

it.each([
  ['0 bytes', 0],
  ['1 byte', 1],
  ['one byte below the threshold', multipartThresholdBytes - 1],
  ['exactly the threshold', multipartThresholdBytes],
  ['whole parts', 4 * partSizeBytes],
  ['whole parts and one byte', 4 * partSizeBytes + 1],
])('uploads a file of %s byte for byte (R1, R12)', async (_name, size) => {
  const rig = await practiceRig()
  const path = join(temporaryFolder(), 'a file.bin')
  writeFileSync(path, randomBytes(size))
  rig.engine.start()
  await rig.add([path])
  await rig.engine.idle()
  const row = rig.uploads.row(1)
  expect(row.status, JSON.stringify(row.reason)).toBe('done')
  expect(row.checkpoint).toBe(null)
  expect(await sha256OfObject(rig.oss, 'a file.bin')).toBe(await sha256OfFile(path))
  const isSingle = size < multipartThresholdBytes
  expect(rig.requests.filter((request) => request.query.partNumber).length).toBe(
    isSingle ? 0 : Math.ceil(size / partSizeBytes),
  )
})

it('uploads a folder of 1,000 files three levels deep under their own names (R23)', async () => {
  const rig = await practiceRig({ filesAtOnce: 16 })
  const root = join(temporaryFolder(), '图片 & more')
  const expected = new Map<string, string>()
  for (let index = 0; index < 1000; index += 1) {
    const folder = `level ${index % 10}/+${index % 7}%/ünï #${index % 3}?`
    mkdirSync(join(root, folder), { recursive: true })
    const name = `${folder}/🚢 ${index}.txt`
    writeFileSync(join(root, name), `content ${index}`)
    expected.set(`in/图片 & more/${name}`, `content ${index}`)
  }
  rig.engine.start()
  const summary = await rig.add([root], { prefix: 'in/' })
  expect(summary).toEqual({ files: 1000, bytes: expect.any(Number), leftOut: 0 })
  await rig.engine.idle()
  expect(
    rig.uploads
      .ids()
      .map((id) => rig.uploads.row(id))
      .filter((row) => row.status !== 'done'),
  ).toEqual([])
  const keys: string[] = []
  for await (const { key } of rig.oss.listObjects({ prefix: '', signal: new AbortController().signal }))
    keys.push(key)
  expect(keys.sort()).toEqual([...expected.keys()].sort())
}, 60_000)

it('keeps parts small where a request would take too long under the limit', async () => {
  const rig = await practiceRig({ partSizeBytes: 5 * 1024 * KiB, bandwidthLimit: 2048 * KiB })
  const path = join(temporaryFolder(), 'slow')
  writeFileSync(path, randomBytes(700 * KiB))
  rig.engine.start()
  await rig.add([path])
  await rig.engine.idle()
  expect(rig.uploads.row(1).status).toBe('done')
})

it('is silent at the server within a second of a pause, and goes on from there (R2, R24)', async () => {
  const rig = await practiceRig({ bandwidthLimit: 4 * 1024 * KiB })
  const path = join(temporaryFolder(), 'big.bin')
  writeFileSync(path, randomBytes(4 * 1024 * KiB))
  rig.engine.start()
  await rig.add([path])
  await until(() => rig.uploads.row(1).confirmedBytes > 800 * KiB)

  rig.engine.pause({ kind: 'all', filter: 'all' })
  const pausedAt = performance.now()
  await until(() => rig.uploads.row(1).status === 'paused')
  const kept = rig.uploads.row(1).parts.size
  // The event loop of the server runs on meanwhile; what is still on its way would arrive now.
  await until(() => performance.now() - pausedAt > 1_500)
  const late = rig.chunks.filter(({ at }) => at - pausedAt > 1_000)
  expect(late).toEqual([])

  const before = rig.requests.length
  rig.engine.configure({ ...testSettings, bandwidthLimit: null })
  rig.engine.resume({ kind: 'ids', ids: [1] })
  await until(() => rig.uploads.row(1).status === 'done')
  expect(await sha256OfObject(rig.oss, 'big.bin')).toBe(await sha256OfFile(path))
  const sent = rig.requests.slice(before).filter(({ query, method }) => method === 'PUT' && query.partNumber)
  const partCount = Math.ceil((4 * 1024 * KiB) / partSizeBytes)
  expect(sent.length).toBeLessThanOrEqual(partCount - kept)
})

it('leaves nothing on the server after cancel and clean up (R13)', async () => {
  const rig = await practiceRig({ bandwidthLimit: 4 * 1024 * KiB })
  const path = join(temporaryFolder(), 'big.bin')
  writeFileSync(path, randomBytes(4 * 1024 * KiB))
  rig.engine.start()
  await rig.add([path])
  await until(() => rig.uploads.row(1).confirmedBytes > 300 * KiB)
  const signal = new AbortController().signal
  expect((await rig.oss.listMultipartUploads({ prefix: '', signal })).length).toBe(1)
  rig.engine.cancel({ kind: 'all', filter: 'all' }, 'clean')
  await rig.engine.idle()
  expect(rig.uploads.row(1).status).toBe('cancelled-clean')
  expect(await rig.oss.listMultipartUploads({ prefix: '', signal })).toEqual([])
})

it('holds the bandwidth limit over all files and connections together', async () => {
  const limit = 2 * 1024 * KiB
  const rig = await practiceRig({ bandwidthLimit: limit })
  const folder = temporaryFolder()
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), randomBytes(1024 * KiB))
  rig.engine.start()
  const startedAt = performance.now()
  await rig.add([folder])
  await rig.engine.idle()
  const seconds = (performance.now() - startedAt) / 1000
  const bytes = rig.requests.reduce((sum, request) => sum + request.bytes, 0)
  // Slower is the machine's business; faster would break the promise.
  expect(bytes / seconds).toBeLessThan(limit * 1.15)
})
