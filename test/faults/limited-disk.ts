import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A small disk of its own, which a test can fill to the last byte. */
export interface LimitedDisk {
  path: string
  /** Fills what is left; answers what frees it again. */
  fill(): () => void
  unmount(): void
}

/** Mounts a tmpfs of `sizeBytes` at `path`, or says why this machine cannot. */
export function mountLimitedDisk(path: string, sizeBytes: number): LimitedDisk | { whyNot: string } {
  if (process.platform !== 'linux')
    return { whyNot: 'a disk of limited size is mounted with tmpfs, which only Linux has' }
  if (process.geteuid?.() !== 0) return { whyNot: 'mounting a disk of limited size needs root' }
  mkdirSync(path, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'stevedore-test', path], {
    encoding: 'utf8',
  })
  if (mounted.status !== 0) {
    rmSync(path, { recursive: true })
    return { whyNot: `mount -t tmpfs failed: ${mounted.error?.message ?? mounted.stderr.trim()}` }
  }
  return { path, fill: () => fillUp(path), unmount: () => void spawnSync('umount', ['-l', path]) }
}

function fillUp(path: string): () => void {
  const ballast = join(path, 'ballast')
  const fd = openSync(ballast, 'w')
  const block = Buffer.alloc(4096)
  try {
    for (;;) writeSync(fd, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(fd)
  }
  return () => rmSync(ballast)
}

/** Bytes still free, for messages of tests. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}
