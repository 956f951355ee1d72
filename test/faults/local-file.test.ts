import { chmodSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findResends } from '../soak/ledger.ts'
import { forbidReading, grow, overwrite, remove, replace, seededBytes, shrink } from './file-faults.ts'
import { giveAway, withoutPrivileges } from './privileges.ts'
import { partSizeBytes, type QueuedFile, UploadWorld } from './world/upload-world.ts'

let world: UploadWorld
beforeEach(async () => {
  world = await UploadWorld.open()
})
afterEach(() => world.close())

const fiveParts = 4.5 * partSizeBytes

/** Queues a file of five parts; `act` happens when part 3 has arrived at the server, before its answer goes back. */
function changedInTheMiddle(act: (file: QueuedFile) => void): QueuedFile {
  const file = world.add('a.bin', fiveParts)
  world.proxy.inject({ phase: 'part', partNumber: 3, fault: { kind: 'hook', beforeAnswer: () => act(file) } })
  return file
}

const kinds = (file: QueuedFile) => world.history(file).map(({ kind }) => kind)

async function expectObject(file: QueuedFile, bytes: Buffer): Promise<void> {
  expect((await world.bucket.object(file.objectKey))?.equals(bytes)).toBe(true)
  expect(await world.bucket.openUploads()).toEqual([])
}

describe('a file that changes while it goes up is never a mix of two versions (R6)', () => {
  it('that shrinks', async () => {
    const file = changedInTheMiddle(({ path }) => shrink(path, 2 * partSizeBytes))
    await world.reaches(file, 'done')
    await expectObject(file, file.bytes.subarray(0, 2 * partSizeBytes))
    expect(kinds(file)).toContain('file-changed')
  })

  it('that shrinks to nothing', async () => {
    const file = changedInTheMiddle(({ path }) => shrink(path, 0))
    await world.reaches(file, 'done')
    await expectObject(file, Buffer.alloc(0))
  })

  it('that grows', async () => {
    const more = seededBytes(150_000, 'more')
    const file = changedInTheMiddle(({ path }) => grow(path, more))
    await world.reaches(file, 'done')
    await expectObject(file, Buffer.concat([file.bytes, more]))
    expect(kinds(file)).toContain('file-changed')
  })

  it('whose first bytes are written again when they are long up', async () => {
    const change = Buffer.from('another beginning')
    const file = changedInTheMiddle(({ path }) => overwrite(path, 10, change))
    await world.reaches(file, 'done')
    const expected = Buffer.from(file.bytes)
    change.copy(expected, 10)
    await expectObject(file, expected)
    expect(kinds(file)).toContain('file-changed')
  })

  it('that is replaced by another file of the same size and time', async () => {
    const other = seededBytes(fiveParts, 'other')
    const file = changedInTheMiddle(({ path }) => replace(path, other))
    await world.reaches(file, 'done')
    await expectObject(file, other)
    expect(kinds(file)).toContain('file-changed')
  })

  it('between the last part and putting it together', async () => {
    const more = seededBytes(1_000, 'more')
    const file = world.add('a.bin', fiveParts)
    world.proxy.inject({
      phase: 'part',
      partNumber: 5,
      fault: { kind: 'hook', beforeAnswer: () => grow(file.path, more) },
    })
    await world.reaches(file, 'done')
    await expectObject(file, Buffer.concat([file.bytes, more]))
  })

  it('a small one, which goes in one request', async () => {
    const change = Buffer.from('changed')
    const file = world.add('small.bin', 50_000)
    world.proxy.inject({
      phase: 'put',
      fault: { kind: 'hook', before: () => overwrite(file.path, 0, change) },
    })
    await world.reaches(file, 'done')
    const object = await world.bucket.object(file.objectKey)
    const expected = Buffer.from(file.bytes)
    change.copy(expected)
    // The change came before the last byte was handed over, or after the whole file had been read: one version or the other.
    expect(object?.equals(expected) || object?.equals(file.bytes)).toBe(true)
  })

  it('while the program was not running', async () => {
    const file = await world.interrupted('a.bin', fiveParts, 3)
    const other = seededBytes(fiveParts, 'other')
    replace(file.path, other)
    world.start()
    await world.reaches(file, 'done')
    await expectObject(file, other)
    expect(kinds(file)).toContain('file-changed')
  })

  it('that is written all the time: it waits until the file is quiet, and says so', async () => {
    let writes = 0
    const file = world.add('log.bin', fiveParts)
    const line = Buffer.from('one more line\n')
    world.proxy.inject({
      phase: 'part',
      times: 12,
      fault: {
        kind: 'hook',
        beforeAnswer: () => {
          writes += 1
          grow(file.path, line)
        },
      },
    })
    await world.reaches(file, 'done')
    await expectObject(file, Buffer.concat([file.bytes, ...Array.from({ length: writes }, () => line)]))
    const waits = (world.uploader.shown.get(file.id) ?? []).filter(({ status }) => status === 'waiting')
    expect(waits.length).toBeGreaterThan(0)
    expect(waits.every(({ waitingFor, reason }) => waitingFor === 'file' && reason !== null)).toBe(true)
    // A bound, not a loop: far fewer starts over than writes.
    expect(kinds(file).filter((kind) => kind === 'file-changed').length).toBeLessThan(writes)
  })
})

describe('a file that cannot be read any more', () => {
  it('deleted in the middle: waits for the file, goes on with the parts when it is back', async () => {
    const aside = join(world.folder, 'aside')
    const file = changedInTheMiddle(({ path }) => renameSync(path, aside))
    const row = await world.reaches(file, 'waiting')
    expect(row).toMatchObject({ waitingFor: 'file', reason: { code: 'FileNotFound' } })
    renameSync(aside, file.path)
    await world.reaches(file, 'done')
    await expectObject(file, file.bytes)
    expect(findResends(world.proxy.requests, []).filter(({ because }) => because === null)).toEqual([])
    expect(world.proxy.of('initiate')).toHaveLength(1)
  })

  it('deleted while the others go on', async () => {
    const file = changedInTheMiddle(({ path }) => remove(path))
    const other = world.add('b.bin', fiveParts)
    await world.reaches(other, 'done')
    await expectObject2(other)
    expect((await world.reaches(file, 'waiting')).reason).toMatchObject({ code: 'FileNotFound' })
  })

  it('no permission at resume: waits for the file, goes on with the parts when it is allowed again', async (context) => {
    if (process.platform === 'win32') return context.skip('chmod does not take reading away on Windows')
    const file = await world.interrupted('a.bin', fiveParts, 3)
    const sentBefore = world.proxy.of('part').filter(({ clientStatus }) => clientStatus === 200)
    const giveBack = forbidReading(file.path)
    // As root the tests may read everything; as nobody they need their own folder back.
    giveAway(world.folder)
    await withoutPrivileges(async () => {
      world.start()
      const row = await world.reaches(file, 'waiting')
      expect(row).toMatchObject({ waitingFor: 'file', reason: { code: 'FileNotReadable' } })
    })
    giveBack()
    chmodSync(file.path, 0o644)
    await world.reaches(file, 'done')
    await expectObject(file, file.bytes)
    const sentAfter = world.proxy
      .of('part')
      .slice(sentBefore.length)
      .map(({ partNumber }) => partNumber)
    for (const { partNumber } of sentBefore)
      expect(sentAfter.filter((number) => number === partNumber).length).toBeLessThan(2)
  })
})

async function expectObject2(file: QueuedFile): Promise<void> {
  expect((await world.bucket.object(file.objectKey))?.equals(file.bytes)).toBe(true)
}
