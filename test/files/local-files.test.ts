import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileError } from '../../electron/files/file-errors.ts'
import { localFiles } from '../../electron/files/local-files.ts'
import { readBufferBytes } from '../../electron/files/read-buffers.ts'
import { temporaryFolder } from './temporary-folder.ts'

const never = new AbortController().signal

function file(sizeBytes: number) {
  const path = join(temporaryFolder(), 'file')
  const bytes = randomBytes(sizeBytes)
  writeFileSync(path, bytes)
  return { path, bytes }
}

/** Reads a range as a socket would: a chunk is only looked at before the next one is asked for. */
async function read(path: string, startOffset: number, endOffset: number, signal = never): Promise<Buffer> {
  const open = await localFiles.open(path)
  try {
    const chunks: Buffer[] = []
    for await (const chunk of open.read({ startOffset, endOffset, signal })) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  } finally {
    await open.close()
  }
}

describe('identity (R6)', () => {
  it('holds size, nanoseconds and file id, and is the same through the path and through the handle', async () => {
    const { path } = file(123)
    const identity = await localFiles.identify(path)
    const open = await localFiles.open(path)
    expect(await open.identity()).toEqual(identity)
    await open.close()
    const stats = statSync(path, { bigint: true })
    expect(identity).toEqual({
      sizeBytes: 123,
      mtimeNs: stats.mtimeNs.toString(),
      fileId: `${stats.dev}:${stats.ino}`,
    })
  })

  it.each([
    ['grows', (path: string) => appendFileSync(path, 'x')],
    ['is touched', (path: string) => utimesSync(path, 5, 5)],
    [
      'is replaced by a copy of the same size and time',
      (path: string) => {
        const { atime, mtime } = statSync(path)
        writeFileSync(`${path}.new`, Buffer.alloc(123))
        utimesSync(`${path}.new`, atime, mtime)
        renameSync(`${path}.new`, path)
      },
    ],
  ])('changes when the file %s', async (_name, change) => {
    const { path } = file(123)
    const before = await localFiles.identify(path)
    change(path)
    expect(await localFiles.identify(path)).not.toEqual(before)
  })
})

describe('reading', () => {
  it.each([
    ['nothing', 0, 0],
    ['the first byte', 0, 1],
    ['a stretch inside one read', 1000, 2000],
    ['a stretch over several reads', 17, 3 * readBufferBytes + 5],
    ['up to the end', readBufferBytes, 3 * readBufferBytes + 100],
  ])('gives %s by position', async (_name, startOffset, endOffset) => {
    const { path, bytes } = file(3 * readBufferBytes + 100)
    expect((await read(path, startOffset, endOffset)).equals(bytes.subarray(startOffset, endOffset))).toBe(
      true,
    )
  })

  it('serves many readers of one handle at once, each its own bytes', async () => {
    const { path, bytes } = file(8 * readBufferBytes)
    const open = await localFiles.open(path)
    const sums = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const hash = createHash('sha256')
        const startOffset = index * readBufferBytes
        for await (const chunk of open.read({
          startOffset,
          endOffset: startOffset + readBufferBytes,
          signal: never,
        })) {
          hash.update(chunk)
        }
        return hash.digest('hex')
      }),
    )
    await open.close()
    const expected = Array.from({ length: 8 }, (_, index) =>
      createHash('sha256')
        .update(bytes.subarray(index * readBufferBytes, (index + 1) * readBufferBytes))
        .digest('hex'),
    )
    expect(sums).toEqual(expected)
  })

  it('keeps a chunk intact until more than a socket buffers has been pulled after it', async () => {
    const { path, bytes } = file(4 * readBufferBytes)
    const open = await localFiles.open(path)
    let before: { chunk: Uint8Array; start: number } | null = null
    let start = 0
    for await (const chunk of open.read({ startOffset: 0, endOffset: bytes.length, signal: never })) {
      if (before) {
        const { chunk: earlier, start: from } = before
        expect(Buffer.from(earlier).equals(bytes.subarray(from, from + earlier.length))).toBe(true)
      }
      before = { chunk, start }
      start += chunk.length
    }
    await open.close()
  })

  it('notices a file that ends early (R6)', async () => {
    const { path } = file(3 * readBufferBytes)
    truncateSync(path, readBufferBytes + 10)
    await expect(read(path, 0, 3 * readBufferBytes)).rejects.toMatchObject({
      data: { code: 'FileChanged', retry: 'source' },
    })
  })

  it('stops at once when its signal aborts', async () => {
    const { path } = file(3 * readBufferBytes)
    const cut = new AbortController()
    cut.abort(new Error('paused'))
    await expect(read(path, 0, 100, cut.signal)).rejects.toThrow('paused')
  })

  it('goes on from an open handle when the file is deleted meanwhile', async () => {
    const { path, bytes } = file(1000)
    const open = await localFiles.open(path)
    rmSync(path)
    const chunks: Buffer[] = []
    for await (const chunk of open.read({ startOffset: 0, endOffset: 1000, signal: never }))
      chunks.push(Buffer.from(chunk))
    await open.close()
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
  })
})

describe('what is no file', () => {
  it('is refused with its code', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'sub'))
    await expect(localFiles.open(join(folder, 'sub'))).rejects.toMatchObject({ code: 'IsDirectory' })
    await expect(localFiles.identify(join(folder, 'sub'))).rejects.toMatchObject({ code: 'IsDirectory' })
    await expect(localFiles.open(join(folder, 'none'))).rejects.toMatchObject({
      data: { code: 'FileNotFound', retry: 'source', fromServer: false, params: { errno: 'ENOENT' } },
    })
  })

  it.runIf(process.platform !== 'win32')('never waits for somebody to write into a pipe', async () => {
    const path = join(temporaryFolder(), 'pipe')
    execFileSync('mkfifo', [path])
    await expect(localFiles.open(path)).rejects.toMatchObject({ code: 'NotAFile', retry: 'fatal' })
  })
})

it.each([
  ['EACCES', 'FileNotReadable', 'source'],
  ['EPERM', 'FileNotReadable', 'source'],
  ['EBUSY', 'FileLocked', 'source'],
  ['EMFILE', 'TooManyOpenFiles', 'source'],
  ['EIO', 'FileReadFailed', 'source'],
])('takes %s for %s, class %s', (errno, code, retry) => {
  const error = fileError(Object.assign(new Error('x'), { code: errno }), '/a')
  expect(error.data).toMatchObject({ code, retry, params: { path: '/a', errno } })
})
