import {
  endedStatuses,
  statusesAllowing,
  transition,
  type UploadEvent,
  type UploadStatus,
} from '../../shared/upload-state.ts'
import { statusList } from './queue-scope.ts'

/** After these nothing is left of why the upload did not move. */
const settling: readonly UploadEvent[] = [
  'resume',
  'unblock',
  'recover',
  'pause',
  'cancelKeep',
  'cancelClean',
]

/** Whether `event` forgets the reason; whether it also gives the tries back. */
export function forgetsReason(event: UploadEvent): boolean {
  return settling.includes(event)
}

export function forgetsAttempts(event: UploadEvent): boolean {
  return event === 'resume' || event === 'recover'
}

export function isEnded(status: UploadStatus): boolean {
  return (endedStatuses as readonly UploadStatus[]).includes(status)
}

/** Statuses that `event` changes into another one. */
export function statusesMovedBy(event: UploadEvent): UploadStatus[] {
  return statusesAllowing(event).filter((status) => transition(status, event) !== status)
}

/**
 * `SET` of a statement that moves many rows by one event, as `transition` would move each: one pass, so that no row
 * is moved twice. Goes with `status IN statusesMovedBy(event)`; names the value `@now`.
 */
export function bulkAssignments(event: UploadEvent): string {
  const moved = statusesMovedBy(event).map((from) => ({ from, to: transition(from, event) ?? from }))
  const next = `CASE status ${moved.map(({ from, to }) => `WHEN '${from}' THEN '${to}'`).join(' ')} ELSE status END`
  const intoEnded = moved.filter(({ to }) => isEnded(to)).map(({ from }) => from)
  return [
    `status = ${next}`,
    'since = @now',
    `finished_at = ${intoEnded.length > 0 ? `CASE WHEN status IN (${statusList(intoEnded)}) THEN @now END` : 'NULL'}`,
    'next_try_at = NULL',
    ...(moved.some(({ to }) => to === 'waiting') ? [] : ['waiting_for = NULL']),
    ...(forgetsReason(event) ? ['reason = NULL'] : []),
    ...(forgetsAttempts(event) ? ['attempt = 0'] : []),
  ].join(', ')
}
