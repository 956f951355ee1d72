import { createHash } from 'node:crypto'
import type { UploadCommand } from './command-line.ts'

/**
 * Tells whether a command is "the same command again": same files, same place, same choices about the objects. How fast
 * it is sent (part size, parallel parts, limit) may change from run to run. `roots` are absolute paths.
 */
export function commandId(command: UploadCommand, roots: readonly string[]): string {
  const { target, conflictPolicy, metadata, followLinks } = command
  const identity = JSON.stringify([
    target === null ? 'practice' : [target.endpoint, target.bucket, target.prefix, target.isCustomDomain],
    [...roots].sort(),
    conflictPolicy,
    metadata,
    followLinks,
  ])
  return `terminal-${createHash('sha256').update(identity).digest('hex').slice(0, 24)}`
}
