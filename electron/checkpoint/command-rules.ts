import type { QueueScope } from '../../shared/queue.ts'
import { endedStatuses, type UploadStatus, uploadStatuses } from '../../shared/upload-state.ts'
import type { LongCommandKind } from '../engine/ports/command-store.ts'
import type { RecordedCommand } from './command-table.ts'
import { statusesMovedBy } from './status-change.ts'

/** The statuses of the rows that are at least looked at. */
export function concernedBy(kind: LongCommandKind): readonly UploadStatus[] {
  if (kind === 'move' || kind === 'sendAnew') return uploadStatuses
  return isRemoval(kind) ? endedStatuses : statusesMovedBy(kind)
}

/** What is queued must not start before the command has come to it. */
export function keepsBack(kind: LongCommandKind): boolean {
  if (kind === 'sendAnew') return true
  return kind !== 'move' && !isRemoval(kind) && statusesMovedBy(kind).includes('queued')
}

export function isRemoval(kind: LongCommandKind): kind is 'remove' | 'removeWithParts' {
  return kind === 'remove' || kind === 'removeWithParts'
}

/** After these it makes no difference whether the row was paused before. */
const overruling: readonly LongCommandKind[] = ['pause', 'resume', 'cancelKeep', 'cancelClean']

/** A pause whose rows all get another answer now: the rest of it would only be undone. */
export function isOverruled(
  { kind, scope: paused }: RecordedCommand,
  by: LongCommandKind,
  scope: QueueScope,
): boolean {
  if (kind !== 'pause' || !overruling.includes(by) || scope.kind === 'ids') return false
  if (scope.filter !== 'all' && scope.filter !== 'waiting') return false
  const { destinationId, batchId, search, reasonCode } = scope
  const isUnlimited =
    destinationId === undefined && batchId === undefined && !search && reasonCode === undefined
  if (isUnlimited) return true
  return (
    paused.kind === 'all' &&
    paused.destinationId === destinationId &&
    paused.batchId === batchId &&
    (paused.search ?? '') === (search ?? '') &&
    paused.reasonCode === reasonCode
  )
}
