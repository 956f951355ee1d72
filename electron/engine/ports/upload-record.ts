import type { ConflictPolicy, ObjectMetadata } from '../../../shared/object-metadata.ts'
import type { PartPlan } from '../../../shared/part-plan.ts'
import type { UploadErrorData } from '../../../shared/upload-error.ts'
import type { UploadStatus, WaitingCause } from '../../../shared/upload-state.ts'
import type { FileIdentity } from './local-files.ts'

/** One row of `uploads` as the engine works with it. */
export interface UploadRecord {
  id: number
  batchId: number
  destinationId: string
  sourcePath: string
  bucket: string
  objectKey: string
  status: UploadStatus
  /** Size at enqueue time; the plan's size is what counts once there is a plan. */
  sizeBytes: number
  conflictPolicy: ConflictPolicy
  metadata: ObjectMetadata
  /** R11: false records no parts. */
  resume: boolean
  /** Null until planned. */
  checkpoint: Checkpoint | null
  /** True when the row's checksum is wrong (R5): the checkpoint must not be used, only its upload id aborted. */
  isDamaged: boolean
  /** A person wants all parts sent again: the checkpoint is only good for aborting its upload id. */
  mustStartOver: boolean
  attempt: number
  resentBytes: number
}

/** Everything a resume obeys (R5, R6). Saved in one piece, under one checksum. */
export interface Checkpoint {
  plan: PartPlan
  file: FileIdentity
  /** OSS's upload id; null for a single request, and between planning and the answer to Initiate. */
  multipartUploadId: string | null
  /**
   * When Initiate was first sent (Unix milliseconds); null before. With it a multipart upload whose id never
   * reached us (lost answer, crash) is found again on the server instead of being left behind.
   */
  initiatingSince: number | null
  /** All parts are confirmed and Complete has been or is about to be sent. */
  allPartsConfirmed: boolean
}

/** One confirmed part. */
export interface PartRecord {
  partNumber: number
  sizeBytes: number
  etag: string
  /** Of our own bytes, unsigned decimal text. */
  crc64: string
}

/** What changes together with a status. Absent fields stay as they are. */
export interface StatusChange {
  waitingFor?: WaitingCause | null
  reason?: UploadErrorData | null
  attempt?: number
  nextTryAt?: number | null
  resentBytes?: number
  objectKey?: string
}

/** What is known once an object is whole. */
export interface UploadResult {
  etag: string
  crc64Local: string
  crc64Remote: string | null
  requestId: string | null
  /** The object is stored, but a person should know this: the callback failed (R19). Stays the row's reason. */
  warning?: UploadErrorData
}

/** Why everything stands still for a while; shown on every row it keeps from moving. */
export interface Hold {
  reason: UploadErrorData
  /** Unix milliseconds; null while unknown. */
  nextTryAt: number | null
}
