import { missingAction } from '../../shared/doctor/doctor-report.ts'
import { minimalPolicy } from '../../shared/doctor/minimal-policy.ts'
import type { UploadRow } from '../../shared/queue.ts'
import { useAppStore } from '../store/app-store.ts'

/** The RAM policy to copy where a row says that its key lacks a permission; null for every other row (R22). */
export function policyForRow({ reason, bucket, destinationId }: UploadRow): string | null {
  const isUnverified = reason?.code === 'PartsUnverified'
  const action = missingAction(isUnverified ? { ...reason, code: 'AccessDenied' } : reason)
  if (action === null) return null
  const destination = useAppStore.getState().destinations?.find(({ id }) => id === destinationId)
  return minimalPolicy({ bucket, prefix: destination?.prefix ?? '' }, [action])
}
