/** How one file is cut. Stored with the upload; a resume obeys it, never today's settings. */
export type PartPlan =
  /** One PutObject (R12). */
  | { mode: 'put'; sizeBytes: number; partSizeBytes: number; partCount: 1 }
  /** A multipart upload of `partCount` parts; every part but the last has `partSizeBytes`. */
  | { mode: 'multipart'; sizeBytes: number; partSizeBytes: number; partCount: number }

/** One part's bytes. `endOffset` is exclusive. Part numbers start at 1. */
export interface PartRange {
  partNumber: number
  startOffset: number
  endOffset: number
}

/** OSS's own limits as its documentation states them; KB, MB and GB are powers of 1024. */
export const limits = {
  minPartSizeBytes: 102_400,
  maxPartSizeBytes: 5_368_709_120,
  maxPartCount: 10_000,
  /** PutObject carries at most 5 GB. */
  maxPutSizeBytes: 5_368_709_120,
  /** 10,000 parts of 5 GB: 48.8 TB. */
  maxObjectSizeBytes: 53_687_091_200_000,
  maxObjectKeyBytes: 1023,
} as const
