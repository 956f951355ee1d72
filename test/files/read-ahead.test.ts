import { randomBytes } from 'node:crypto'
import { readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { ReadAhead } from '../../electron/files/read-ahead.ts'
import { smallFileBytes } from '../../electron/files/small-file.ts'
import { temporaryFolder } from './temporary-folder.ts'

function files(count: number, sizeBytes = 100) {
  const folder = temporaryFolder()
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${index}`)
    const bytes = randomBytes(sizeBytes)
    writeFileSync(path, bytes)
    return { path, sizeBytes, bytes }
  })
}

/** With a clock that stands until it is set. */
function reader() {
  const clock = { now: 0 }
  return { clock, ahead: new ReadAhead(() => clock.now) }
}

/** What this process has open. */
function openPaths(): string[] {
  return readdirSync('/proc/self/fd').map((handle) => {
    try {
      return readlinkSync(join('/proc/self/fd', handle))
    } catch {
      // The handle of the listing itself.
      return ''
    }
  })
}

describe('files that are expected', () => {
  it('are read by the time they are opened, each once', async () => {
    const { ahead } = reader()
    const expected = files(3)
    ahead.expect(expected)
    for (const { path, bytes } of expected) {
      const opened = await ahead.take(path)
      expect(Buffer.from(opened?.whole?.bytes ?? [])).toEqual(bytes)
      expect(opened?.status.sizeBytes).toBe(bytes.length)
      // What comes next must see the file as it is then.
      expect(await ahead.take(path)).toBe(null)
    }
  })

  it('are read again when nobody came for them for a while', async () => {
    const { ahead, clock } = reader()
    const [file = { path: '', sizeBytes: 0 }] = files(1)
    ahead.expect([file])
    clock.now = 201
    expect(await ahead.take(file.path)).toBe(null)
  })

  it('are left to the opening proper when they are large, gone, or no files', async () => {
    const { ahead } = reader()
    const folder = temporaryFolder()
    const gone = join(folder, 'gone')
    const [large = { path: '', sizeBytes: 0 }] = files(1, smallFileBytes + 1)
    ahead.expect([large, { path: gone, sizeBytes: 1 }, { path: folder, sizeBytes: 1 }])
    expect(await Promise.all([large.path, gone, folder].map((path) => ahead.take(path)))).toEqual([
      null,
      null,
      null,
    ])
  })

  it.skipIf(process.platform !== 'linux')(
    'keep no handle when they have grown since they were counted (the handles are told by /proc)',
    async () => {
      const { ahead } = reader()
      const grown = files(20, smallFileBytes + 1).map(({ path }) => ({ path, sizeBytes: 1 }))
      ahead.expect(grown)
      for (const { path } of grown) expect(await ahead.take(path)).toBe(null)
      const paths = new Set(grown.map(({ path }) => path))
      await vi.waitFor(() => expect(openPaths().filter((path) => paths.has(path))).toEqual([]))
    },
  )

  it('take a bounded room, which those that nobody came for give back', async () => {
    const { ahead, clock } = reader()
    const expected = files(70)
    ahead.expect(expected)
    const [late = { path: '', sizeBytes: 0 }] = expected.slice(-1)
    expect(await ahead.take(late.path)).toBe(null)
    clock.now = 201
    ahead.expect([late])
    expect(await ahead.take(late.path)).not.toBe(null)
  })

  it('that cannot be read do not end the program', async () => {
    const { ahead } = reader()
    const [file = { path: '', sizeBytes: 0 }] = files(1)
    rmSync(file.path)
    ahead.expect([file])
    expect(await ahead.take(file.path)).toBe(null)
  })
})
