import {
  endedStatuses,
  statusesAllowing,
  transition,
  type UploadEvent,
  type UploadStatus,
} from '../../shared/upload-state.ts'
import type { StatusChange } from '../engine/ports/upload-record.ts'
import { statusList } from './queue-scope.ts'
import { parseStatus } from './upload-checksum.ts'
import type { UploadTableRow } from './upload-row.ts'
import type { StatusColumns } from './upload-table.ts'

/** After these nothing is left of why the upload did not move: the user or the outside has put it right. */
const settling: readonly UploadEvent[] = [
  'resume',
  'unblock',
  'recover',
  'pause',
  'cancelKeep',
  'cancelClean',
]

/** These also give the tries back. */
const forgiving: readonly UploadEvent[] = ['resume', 'recover']

/** A row whose status cannot be read counts as failed: nothing but the user moves it. */
export function statusOf(row: UploadTableRow): UploadStatus {
  return parseStatus(row.status) ?? 'failed'
}

/**
 * What `event` makes of one row; null when the table refuses. What `change` leaves out stays, but for what would not
 * be true of the new status: a cause only while waiting, a next try only while waiting or retrying, and no old reason
 * or tries after the events above.
 */
export function changedStatus(
  row: UploadTableRow,
  event: UploadEvent,
  change: StatusChange,
  now: number,
): (StatusColumns & { status: UploadStatus }) | null {
  const before = statusOf(row)
  const status = transition(before, event)
  if (status === null) return null
  const isNew = status !== before
  const isHeld = status === 'waiting' || status === 'retrying'
  return {
    id: row.id,
    status,
    since: isNew ? now : row.since,
    waiting_for: status === 'waiting' ? pick(change.waitingFor, row.waiting_for) : null,
    reason: status === 'done' ? null : reasonAfter(row, event, change),
    attempt: pick(change.attempt, forgiving.includes(event) ? 0 : row.attempt),
    next_try_at: isHeld ? pick(change.nextTryAt, row.next_try_at) : null,
    resent_bytes: pick(change.resentBytes, row.resent_bytes),
    run: event === 'start' ? row.run + 1 : row.run,
    started_at: row.started_at ?? (event === 'start' ? now : null),
    finished_at: isEnded(status) ? (isNew ? now : row.finished_at) : null,
  }
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
    ...(settling.includes(event) ? ['reason = NULL'] : []),
    ...(forgiving.includes(event) ? ['attempt = 0'] : []),
  ].join(', ')
}

function isEnded(status: UploadStatus): boolean {
  return (endedStatuses as readonly UploadStatus[]).includes(status)
}

function reasonAfter(row: UploadTableRow, event: UploadEvent, change: StatusChange): string | null {
  if (change.reason) return JSON.stringify(change.reason)
  return change.reason === null || settling.includes(event) ? null : row.reason
}

function pick<T>(changed: T | undefined, present: T): T {
  return changed === undefined ? present : changed
}
