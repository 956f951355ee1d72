import { limits } from '../../shared/part-plan.ts'
import type { UploadRow } from '../../shared/queue.ts'
import type { Settings } from '../../shared/settings.ts'

/** Why a file is cut as it is; `null` where nothing can be said with the settings of today. */
export type PlanReason = 'below-threshold' | 'setting' | 'most-parts' | 'slow-line' | 'other-setting'

type Planned = Pick<UploadRow, 'sizeBytes' | 'partSizeBytes' | 'partCount' | 'status'>
type Wanted = Pick<Settings, 'partSizeBytes' | 'multipartThresholdBytes'>

/**
 * The plan was made with the settings of its time: where today's cannot have led to it, that is what is said. A part size
 * below the setting comes from a slow line, on which a large part would not end in time.
 */
export function planReason(row: Planned, settings: Wanted): PlanReason | null {
  const { sizeBytes, partSizeBytes, partCount, status } = row
  if (partCount === null || partSizeBytes === null || partCount === 1) {
    const isPlanned = partCount !== null || status === 'done'
    return isPlanned && sizeBytes < settings.multipartThresholdBytes ? 'below-threshold' : null
  }
  if (partSizeBytes === settings.partSizeBytes) return 'setting'
  if (partSizeBytes < settings.partSizeBytes) return 'slow-line'
  const wantedParts = Math.ceil(sizeBytes / settings.partSizeBytes)
  return wantedParts > limits.maxPartCount ? 'most-parts' : 'other-setting'
}
