import type { BatchView } from '../../shared/queue.ts'
import { transition, uploadStatuses } from '../../shared/upload-state.ts'

/** Something of the batch can be paused. */
export function isPausable({ byStatus }: BatchView): boolean {
  return uploadStatuses.some((status) => transition(status, 'pause') !== null && (byStatus[status] ?? 0) > 0)
}

/** Something of it is paused, or waits for what a nudge may bring. */
export function isResumable({ byStatus }: BatchView): boolean {
  const { paused = 0, pausing = 0, waiting = 0 } = byStatus
  return paused + pausing + waiting > 0
}

/** Everything is in the bucket, or was there already. */
export function isWhole({ status, done, files }: BatchView): boolean {
  return status === 'finished' && done === files
}
