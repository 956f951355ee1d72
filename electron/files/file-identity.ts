import type { BigIntStats } from 'node:fs'
import type { FileIdentity } from '../engine/ports/local-files.ts'
import type { FileStatus } from './file-worker.ts'

/** Nanoseconds as text: they are beyond what a number holds exactly. */
export function identityOf(stats: BigIntStats): FileIdentity {
  return {
    sizeBytes: Number(stats.size),
    mtimeNs: stats.mtimeNs.toString(),
    fileId: `${stats.dev}:${stats.ino}`,
  }
}

/** The same from what a file worker saw. */
export function identityOfStatus({ sizeBytes, mtimeNs, device, inode }: FileStatus): FileIdentity {
  return { sizeBytes, mtimeNs, fileId: `${device}:${inode}` }
}
