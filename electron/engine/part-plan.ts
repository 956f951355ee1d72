import { limits, type PartPlan, type PartRange } from '../../shared/part-plan.ts'
import { UploadError } from '../../shared/upload-error.ts'

/** The settings a plan is made from. Both in bytes. */
export interface PlanSettings {
  /** Wanted part size, 102,400 to 5,368,709,120 (R7); raised where the file would need more than 10,000 parts. */
  partSizeBytes: number
  /** Files below this size go up in one request (R12). */
  multipartThresholdBytes: number
}

const alignmentBytes = 4096
/** OSS ends any single request after four hours; a part should be far from that, and cheap to lose. */
const longestRequestSeconds = 300

/**
 * How a file of `sizeBytes` is cut (R1, R7, R8, R12). Pure; the result is stored and obeyed by every resume.
 * Throws `PartSizeOutOfRange` and `FileTooLarge` (both `fatal`).
 */
export function planParts(sizeBytes: number, settings: PlanSettings): PartPlan {
  assertPartSize(settings.partSizeBytes)
  if (sizeBytes > limits.maxObjectSizeBytes) throw fileTooLarge(sizeBytes)

  const isSingle = sizeBytes === 0 || sizeBytes < settings.multipartThresholdBytes
  if (isSingle && sizeBytes <= limits.maxPutSizeBytes) {
    return { mode: 'put', sizeBytes, partSizeBytes: sizeBytes, partCount: 1 }
  }
  const wanted = Math.max(settings.partSizeBytes, Math.ceil(sizeBytes / limits.maxPartCount))
  const partSizeBytes = Math.ceil(wanted / alignmentBytes) * alignmentBytes
  return { mode: 'multipart', sizeBytes, partSizeBytes, partCount: Math.ceil(sizeBytes / partSizeBytes) }
}

/** The bytes of part `partNumber` (from 1). The parts of a plan tile the file without gap or overlap. */
export function partRange(plan: PartPlan, partNumber: number): PartRange {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > plan.partCount) {
    throw new RangeError(`part ${partNumber} is not one of the ${plan.partCount} parts of this plan`)
  }
  const startOffset = (partNumber - 1) * plan.partSizeBytes
  return { partNumber, startOffset, endOffset: Math.min(startOffset + plan.partSizeBytes, plan.sizeBytes) }
}

/** Size of one part in bytes; the last one may be shorter. */
export function partSize(plan: PartPlan, partNumber: number): number {
  const { startOffset, endOffset } = partRange(plan, partNumber)
  return endOffset - startOffset
}

/**
 * Smaller plans for a slow line: lowers part size and threshold until one request should take minutes, not hours.
 * `bytesPerSecond` is what one connection carries; null means unknown and changes nothing.
 */
export function settingsForRate(settings: PlanSettings, bytesPerSecond: number | null): PlanSettings {
  if (bytesPerSecond === null) return settings
  const reachable = Math.floor(bytesPerSecond * longestRequestSeconds)
  const largest = Math.max(limits.minPartSizeBytes, reachable)
  return {
    partSizeBytes: Math.min(settings.partSizeBytes, largest),
    multipartThresholdBytes: Math.min(settings.multipartThresholdBytes, largest),
  }
}

function assertPartSize(partSizeBytes: number): void {
  const { minPartSizeBytes: min, maxPartSizeBytes: max } = limits
  if (Number.isInteger(partSizeBytes) && partSizeBytes >= min && partSizeBytes <= max) return
  throw new UploadError({
    code: 'PartSizeOutOfRange',
    retry: 'fatal',
    message: `Part size ${partSizeBytes} bytes is out of range: ${min} (100 KB) to ${max} (5 GB) bytes are possible.`,
    fromServer: false,
    params: { partSizeBytes, min, max },
  })
}

function fileTooLarge(sizeBytes: number): UploadError {
  const max = limits.maxObjectSizeBytes
  return new UploadError({
    code: 'FileTooLarge',
    retry: 'fatal',
    message: `The file has ${sizeBytes} bytes; OSS stores objects of at most ${max} bytes (48.8 TB).`,
    fromServer: false,
    params: { sizeBytes, max },
  })
}
