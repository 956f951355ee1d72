import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { addUpload, closeOpened, multipart, open, part, temporaryFolder } from './checkpoint-fixture.ts'

/** Null where this machine lets us mount a small disk of our own; otherwise why not. */
function whyNoMount(): string | null {
  if (process.platform !== 'linux') return 'a small disk can only be mounted on Linux'
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' })
    execFileSync('umount', [folder], { stdio: 'pipe' })
    return null
  } catch (thrown) {
    return `mounting is not permitted (${String(thrown).split('\n')[0]})`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const reason = whyNoMount()
if (reason) console.warn(`Skipped: a checkpoint on a full and on a read-only disk: ${reason}`)

describe.skipIf(reason !== null)('a disk of 4 MB', () => {
  let disk = ''

  beforeEach(() => {
    disk = temporaryFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk])
  })

  afterEach(() => {
    closeOpened()
    execFileSync('umount', ['-l', disk])
  })

  /** Leaves `bytesLeft` free. Answers the file that takes the rest. */
  function fill(bytesLeft: number): string {
    const file = path.join(disk, 'ballast')
    const { bavail, bsize } = statfsSync(disk)
    const handle = openSync(file, 'w')
    const block = Buffer.alloc(4096)
    for (let bytes = bavail * bsize - bytesLeft; bytes >= block.length; bytes -= block.length)
      writeSync(handle, block)
    closeSync(handle)
    return file
  }

  it('that is full is refused before anything starts (R4)', () => {
    fill(16 * 1024)
    expect(() => openCheckpoint(disk)).toThrow(
      expect.objectContaining({ code: 'CheckpointDiskFull', retry: 'disk' }),
    )
  })

  it('that fills up fails the change, loses nothing recorded, and works again once there is room', () => {
    const checkpoint = open(disk)
    const id = addUpload(checkpoint)
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(1)])
    const ballast = fill(8 * 1024)
    const fillUp = () => {
      for (let at = 0; at < 5000; at++)
        checkpoint.uploads.note(id, { at, kind: 'k', data: { text: 'x'.repeat(999) } })
    }
    expect(fillUp).toThrow(expect.objectContaining({ code: 'CheckpointDiskFull', retry: 'disk' }))
    expect(() => checkpoint.uploads.confirmParts(id, [part(2)])).toThrow(
      expect.objectContaining({ code: 'CheckpointDiskFull' }),
    )
    expect(checkpoint.uploads.parts(id)).toEqual({ parts: [part(1)], damaged: 0 })

    rmSync(ballast)
    checkpoint.uploads.confirmParts(id, [part(2)])
    checkpoint.close()
    expect(open(disk).uploads.parts(id)).toEqual({ parts: [part(1), part(2)], damaged: 0 })
  })

  it('that is read-only is refused before anything starts, with or without a database on it (R4)', () => {
    const folder = path.join(disk, 'data')
    open(folder).close()
    mkdirSync(path.join(disk, 'empty'))
    execFileSync('mount', ['-o', 'remount,ro', disk])
    for (const place of [folder, path.join(disk, 'empty'), path.join(disk, 'new')]) {
      expect(() => openCheckpoint(place), place).toThrow(
        expect.objectContaining({ code: 'CheckpointNotWritable', retry: 'disk' }),
      )
    }
    execFileSync('mount', ['-o', 'remount,rw', disk])
  })
})
