import { statSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { QueueScope, UploadRow } from '../../shared/queue.ts'
import type { OpenCheckpoint } from '../checkpoint/open-checkpoint.ts'

const pageRows = 500

/** An interrupted run of the same command, made ready to go on. */
export interface ContinuedRun {
  batchId: number
  /** Files it had uploaded, unchanged since: they are not sent again. */
  alreadyUploaded: number
}

/**
 * Readies the checkpoint for one command: whatever other commands left behind stays kept and does not run, and what an
 * interrupted run of this very command left is queued again. Null when there was no such run.
 */
export async function continueRun(
  checkpoint: OpenCheckpoint,
  commandId: string,
): Promise<ContinuedRun | null> {
  const { uploads, queue } = checkpoint
  uploads.recoverAll()
  uploads.applyToScope({ kind: 'all', filter: 'all' }, 'cancelKeep', [])
  const batch = queue.batches().find(({ destinationId }) => destinationId === commandId)
  if (batch === undefined) return null
  const alreadyUploaded = await forgetChanged(checkpoint, commandId)
  for (const filter of ['kept', 'problems'] as const)
    uploads.applyToScope({ kind: 'all', filter, destinationId: commandId }, 'resume', [])
  return { batchId: batch.id, alreadyUploaded }
}

/**
 * Takes files out of the list that have changed since they were uploaded, so that they are found and sent anew.
 * Answers how many are left.
 */
async function forgetChanged(checkpoint: OpenCheckpoint, commandId: string): Promise<number> {
  const changed: number[] = []
  let seen = 0
  for (;;) {
    const { rows, total } = checkpoint.queue.page({
      filter: 'done',
      destinationId: commandId,
      search: '',
      sort: 'added',
      descending: false,
      offset: seen,
      limit: pageRows,
    })
    changed.push(...rows.filter(hasChanged).map(({ id }) => id))
    seen += rows.length
    if (rows.length === 0 || seen >= total) break
    await setImmediate()
  }
  if (changed.length > 0) checkpoint.history.removeEnded({ kind: 'ids', ids: changed })
  return seen - changed.length
}

/** Another size, or touched since its upload began. The time of change (ctime) shows what an older mtime hides. */
function hasChanged({ sourcePath, sizeBytes, startedAt }: UploadRow): boolean {
  const stats = statSync(sourcePath, { throwIfNoEntry: false })
  // Gone: the object is in the bucket, and there is nothing to send.
  if (stats === undefined) return false
  const touchedAt = Math.max(stats.mtimeMs, stats.ctimeMs)
  return stats.size !== sizeBytes || touchedAt >= (startedAt ?? 0)
}

/** After a run that left nothing to do: its rows, and those whose checkpoint it took over, may go (R3). */
export function forgetRun(checkpoint: OpenCheckpoint, commandId: string): void {
  const scopes: QueueScope[] = [
    { kind: 'all', filter: 'all', destinationId: commandId },
    { kind: 'all', filter: 'kept' },
  ]
  for (const scope of scopes) checkpoint.history.removeEnded(scope)
}
