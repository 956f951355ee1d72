import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UploadError } from '../../shared/upload-error.ts'
import { inMemory, type OpenCheckpoint, openCheckpoint } from '../checkpoint/open-checkpoint.ts'

/** Commands that can run side by side on one checkpoint folder; each has a database to itself. */
const slots = 8
/** A run that was killed a moment ago may still be letting go. */
const patienceMs = 1500

/**
 * Opens the checkpoint for a command: the database that holds its interrupted run, else the first that no other command
 * is using. `folder` null keeps everything in memory (R11). Throws `UploadError` when it cannot be written (R4).
 */
export function openCheckpointSlot(folder: string | null, commandId: string): OpenCheckpoint {
  if (folder === null) return openCheckpoint(inMemory)
  let free: OpenCheckpoint | null = null
  let patience = patienceMs
  for (const file of slotFiles(folder)) {
    // A database that does not exist yet holds no run; it is only made when nothing else is free.
    if (free !== null && !existsSync(file)) continue
    const opened = openUnlessInUse(file, patience)
    if (opened === null) {
      patience = 0
      continue
    }
    if (holdsRun(opened, commandId)) {
      free?.close()
      return opened
    }
    if (free === null) free = opened
    else opened.close()
  }
  return free ?? openCheckpoint(join(folder, 'checkpoint.sqlite'))
}

function slotFiles(folder: string): string[] {
  const others = Array.from({ length: slots - 1 }, (_, index) => `checkpoint-${index + 2}.sqlite`)
  return ['checkpoint.sqlite', ...others].map((name) => join(folder, name))
}

function openUnlessInUse(file: string, busyTimeoutMs: number): OpenCheckpoint | null {
  try {
    return openCheckpoint(file, { busyTimeoutMs })
  } catch (error) {
    if (error instanceof UploadError && error.code === 'CheckpointInUse') return null
    throw error
  }
}

function holdsRun(checkpoint: OpenCheckpoint, commandId: string): boolean {
  return checkpoint.queue.batches().some((batch) => batch.destinationId === commandId)
}
