import { createCipheriv, createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  futimesSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'

/** Bytes that no part shares with another, the same for the same seed; 1 GiB/s, so that large files stay cheap. */
export function seededBytes(sizeBytes: number, seed: string): Buffer {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(sizeBytes))
}

/** Writes a file of seeded bytes and answers them. */
export function writeSeeded(path: string, sizeBytes: number, seed = path): Buffer {
  const bytes = seededBytes(sizeBytes, seed)
  writeFileSync(path, bytes)
  return bytes
}

/** Cuts the end off, as a program does that rewrites its file. */
export function shrink(path: string, toBytes: number): void {
  const fd = openSync(path, 'r+')
  ftruncateSync(fd, toBytes)
  closeSync(fd)
}

/** Appends, as a log or a recording does. */
export function grow(path: string, bytes: Buffer): void {
  const fd = openSync(path, 'a')
  writeSync(fd, bytes)
  closeSync(fd)
}

/** Changes bytes in place; size and file id stay, the modification time moves by at least a second. */
export function overwrite(path: string, startOffset: number, bytes: Buffer): void {
  const before = statSync(path)
  const fd = openSync(path, 'r+')
  writeSync(fd, bytes, 0, bytes.length, startOffset)
  futimesSync(fd, before.atimeMs / 1000, before.mtimeMs / 1000 + 1)
  closeSync(fd)
}

/** Another file under the same name (write beside it, rename over it), as editors save: only the file id differs for sure. */
export function replace(path: string, bytes: Buffer): void {
  const { atimeMs, mtimeMs } = statSync(path)
  const beside = `${path}.new`
  writeFileSync(beside, bytes)
  const fd = openSync(beside, 'r+')
  futimesSync(fd, atimeMs / 1000, mtimeMs / 1000)
  closeSync(fd)
  renameSync(beside, path)
}

export function remove(path: string): void {
  rmSync(path)
}

/** Takes the right to read away; answers what gives it back. */
export function forbidReading(path: string): () => void {
  const { mode } = statSync(path)
  chmodSync(path, 0o000)
  return () => chmodSync(path, mode)
}
