import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  forbidReading,
  grow,
  overwrite,
  remove,
  replace,
  seededBytes,
  shrink,
  writeSeeded,
} from './file-faults.ts'
import { freeBytes, mountLimitedDisk } from './limited-disk.ts'
import { withoutPrivileges } from './privileges.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-file-faults-'))
  path = join(folder, 'a.bin')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('file faults', () => {
  it('writes the same bytes for the same seed and different bytes everywhere in a file', () => {
    const bytes = writeSeeded(path, 300_000, 'seed')
    expect(readFileSync(path).equals(seededBytes(300_000, 'seed'))).toBe(true)
    expect(bytes.subarray(0, 1_000).equals(bytes.subarray(100_000, 101_000))).toBe(false)
  })

  it('shrinks, grows and removes a file in place', () => {
    const bytes = writeSeeded(path, 1_000)
    shrink(path, 600)
    grow(path, Buffer.from('end'))
    expect(readFileSync(path).equals(Buffer.concat([bytes.subarray(0, 600), Buffer.from('end')]))).toBe(true)
    remove(path)
    expect(() => statSync(path)).toThrow(/ENOENT/)
  })

  it('overwrites with size and file id kept and another modification time', () => {
    writeSeeded(path, 1_000)
    const before = statSync(path, { bigint: true })
    overwrite(path, 10, Buffer.from('changed'))
    const after = statSync(path, { bigint: true })
    expect([after.size, after.ino]).toEqual([before.size, before.ino])
    expect(after.mtimeNs).toBeGreaterThan(before.mtimeNs)
    expect(readFileSync(path).toString('latin1', 10, 17)).toBe('changed')
  })

  it('replaces with size and modification time kept to the microsecond and another file id', () => {
    writeSeeded(path, 1_000)
    const before = statSync(path)
    replace(path, seededBytes(1_000, 'other'))
    const after = statSync(path)
    expect(after.size).toBe(before.size)
    expect(Math.abs(after.mtimeMs - before.mtimeMs)).toBeLessThan(1)
    expect(after.ino).not.toBe(before.ino)
  })

  it('takes the right to read away from everybody, also where the tests run as root', async (context) => {
    if (process.platform === 'win32') return context.skip('chmod does not take reading away on Windows')
    chmodSync(folder, 0o755)
    writeSeeded(path, 10)
    const giveBack = forbidReading(path)
    const code = await withoutPrivileges(() =>
      readFile(path).then(
        () => 'read',
        (error: NodeJS.ErrnoException) => error.code,
      ),
    )
    giveBack()
    expect(code).toBe('EACCES')
    expect(readFileSync(path)).toHaveLength(10)
  })

  it('fills a disk of limited size to the last byte and frees it again', (context) => {
    const disk = mountLimitedDisk(join(folder, 'disk'), 1024 * 1024)
    if ('whyNot' in disk) return context.skip(disk.whyNot)
    try {
      expect(freeBytes(disk.path)).toBe(1024 * 1024)
      const empty = disk.fill()
      expect(freeBytes(disk.path)).toBe(0)
      expect(() => writeFileSync(join(disk.path, 'x'), Buffer.alloc(4096))).toThrow(/ENOSPC/)
      empty()
      writeFileSync(join(disk.path, 'x'), Buffer.alloc(4096))
    } finally {
      disk.unmount()
    }
  })
})
