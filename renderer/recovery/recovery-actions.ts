import type { UploadRow } from '../../shared/queue.ts'
import { runningStatuses, transition, type UploadStatus } from '../../shared/upload-state.ts'

/** What a person can do about one upload beyond pausing, going on and cancelling. */
export type RecoveryAction = 'retryNow' | 'locate' | 'verify' | 'sendAgain' | 'startOver' | 'pauseAfterParts'

const running: readonly UploadStatus[] = runningStatuses

/** Wrong bytes were stored: of the whole object, or three times of the one request that carried it. */
function isObjectWrong({ status, reason, partCount }: UploadRow): boolean {
  if (status !== 'failed') return false
  const isWhole = partCount === null || partCount === 1
  return reason?.code === 'ObjectChecksumMismatch' || (isWhole && reason?.code === 'ChecksumMismatch')
}

/** The local file is not where it was, or cannot be read. */
function lacksFile({ status, waitingFor, reason }: UploadRow): boolean {
  if (status === 'waiting') return waitingFor === 'file'
  return status === 'failed' && reason?.retry === 'source'
}

/** Parts of it are confirmed, so that starting over is another thing than going on. */
function canStartOver(row: UploadRow): boolean {
  const { status, confirmedBytes, partCount } = row
  if (confirmedBytes === 0 || (partCount ?? 1) < 2 || isObjectWrong(row)) return false
  return running.includes(status) || transition(status, 'resume') !== null
}

export function canPauseAfterParts({ status, partCount }: UploadRow): boolean {
  return (status === 'uploading' || status === 'retrying') && (partCount ?? 1) > 1
}

/** Those beside the row; the others are in its menu only. */
export const quickActions: ReadonlySet<RecoveryAction> = new Set([
  'retryNow',
  'locate',
  'verify',
  'sendAgain',
])

/** What applies to the row now, the likeliest first. */
export function recoveryActionsFor(row: UploadRow): RecoveryAction[] {
  const actions: RecoveryAction[] = []
  if (row.status === 'retrying') actions.push('retryNow')
  if (lacksFile(row)) actions.push('locate')
  if (isObjectWrong(row)) actions.push('verify', 'sendAgain')
  if (canPauseAfterParts(row)) actions.push('pauseAfterParts')
  if (canStartOver(row)) actions.push('startOver')
  return actions
}
