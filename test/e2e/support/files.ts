import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export const MiB = 1024 * 1024

/** A file no other test has; answers its SHA-256. */
export function writeRandomFile(path: string, sizeBytes: number): string {
  mkdirSync(dirname(path), { recursive: true })
  const bytes = randomBytes(sizeBytes)
  writeFileSync(path, bytes)
  return createHash('sha256').update(bytes).digest('hex')
}
