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
