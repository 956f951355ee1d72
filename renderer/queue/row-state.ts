import type { UploadRow } from '../../shared/queue.ts'
import { endedStatuses, transition, type UploadStatus } from '../../shared/upload-state.ts'

/** What can be done to one row now; the state table decides. */
export type RowAction = 'pause' | 'resume' | 'retry' | 'continue' | 'again' | 'cancel' | 'cleanUp' | 'remove'

const ended: readonly UploadStatus[] = endedStatuses

/** The name of `resume` depends on what it undoes. */
function resumeName(status: UploadStatus): RowAction {
  if (status === 'failed' || status === 'waiting') return 'retry'
  if (status === 'cancelled-kept') return 'continue'
  if (status === 'cancelled-clean' || status === 'skipped') return 'again'
  return 'resume'
}

export function actionsFor(row: UploadRow): RowAction[] {
  const { status } = row
  const actions: RowAction[] = []
  if (transition(status, 'pause') !== null) actions.push('pause')
  if (transition(status, 'resume') !== null) actions.push(resumeName(status))
  if (canCancel(row)) actions.push('cancel')
  if (canCleanUp(row) && row.confirmedBytes > 0) actions.push('cleanUp')
  if (canRemove(row)) actions.push('remove')
  return actions
}

export function canPause(row: UploadRow): boolean {
  return transition(row.status, 'pause') !== null
}

export function canResume(row: UploadRow): boolean {
  return transition(row.status, 'resume') !== null
}

/** What has ended is not cancelled again. */
export function canCancel(row: UploadRow): boolean {
  return transition(row.status, 'cancelClean') !== null && !ended.includes(row.status)
}

/** Ended, but its parts may still lie in the bucket. */
export function canCleanUp(row: UploadRow): boolean {
  return transition(row.status, 'cancelClean') !== null && ended.includes(row.status)
}

export function canRemove(row: UploadRow): boolean {
  return ended.includes(row.status)
}

/** Bytes that lie in the bucket as parts of an unfinished object. */
export function keptBytes(rows: readonly UploadRow[]): number {
  return rows.reduce((sum, row) => (row.status === 'done' ? sum : sum + row.confirmedBytes), 0)
}

/** Colour of a state: it means something or is absent. */
export type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad' | 'quiet'

export const toneOf: Record<UploadStatus, Tone> = {
  queued: 'quiet',
  uploading: 'accent',
  pausing: 'quiet',
  paused: 'quiet',
  waiting: 'warn',
  retrying: 'warn',
  completing: 'accent',
  verifying: 'accent',
  done: 'ok',
  skipped: 'quiet',
  failed: 'bad',
  cleaning: 'quiet',
  'cancelled-kept': 'quiet',
  'cancelled-clean': 'quiet',
}
