import { limits, type PartPlan } from '../../shared/part-plan.ts'
import { partSize } from './part-plan.ts'
import type { RemotePart } from './ports/object-store.ts'

/**
 * The plan by which a file of this size must have been cut for the server to hold these parts, or null when no plan does:
 * parts of one size, ascending without overlap, of which only the file's last may be smaller. Pure. `parts` ascending,
 * at least one.
 */
export function fitPlan(parts: readonly RemotePart[], sizeBytes: number): PartPlan | null {
  const partSizeBytes = Math.max(...parts.map((part) => part.sizeBytes))
  if (!Number.isFinite(partSizeBytes) || partSizeBytes <= 0 || sizeBytes <= 0) return null
  const partCount = Math.ceil(sizeBytes / partSizeBytes)
  if (partCount > limits.maxPartCount) return null
  const plan: PartPlan = { mode: 'multipart', sizeBytes, partSizeBytes, partCount }
  const fits = parts.every(
    (part) => part.partNumber <= partCount && part.sizeBytes === partSize(plan, part.partNumber),
  )
  return fits ? plan : null
}
