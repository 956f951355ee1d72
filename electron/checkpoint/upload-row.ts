import type { ConflictPolicy, ObjectMetadata } from '../../shared/object-metadata.ts'
import { conflictPolicies } from '../../shared/object-metadata.ts'
import { limits } from '../../shared/part-plan.ts'
import type { UploadRow } from '../../shared/queue.ts'
import { retryClasses, type UploadErrorData } from '../../shared/upload-error.ts'
import {
  type UploadStatus,
  uploadStatuses,
  type WaitingCause,
  waitingCauses,
} from '../../shared/upload-state.ts'
import type { Checkpoint, UploadRecord } from '../engine/ports.ts'
import { parseJson } from './json-column.ts'
import { rowChecksum } from './row-checksum.ts'

/** A row of `uploads` with what its batch and its destination add. */
export interface UploadTableRow extends CheckpointColumns, TargetColumns {
  id: number
  batch_id: number
  position: number
  name: string
  target_checksum: string
  status: string
  waiting_for: string | null
  reason: string | null
  since: number
  attempt: number
  next_try_at: number | null
  size_bytes: number
  confirmed_bytes: number
  resent_bytes: number
  run: number
  added_at: number
  started_at: number | null
  finished_at: number | null
  checkpoint_checksum: string | null
  etag: string | null
  crc64_local: string | null
  crc64_remote: string | null
  request_id: string | null
  destination_name: string | null
}

/** What is sent, from where, to where and how: fixed when the upload is added. */
export interface TargetColumns {
  destination_id: string
  bucket: string
  source_path: string
  object_key: string
  conflict_policy: string
  metadata: string
  resume: number
}

export interface CheckpointColumns {
  plan_mode: string | null
  plan_size_bytes: number | null
  part_size_bytes: number | null
  part_count: number | null
  file_size_bytes: number | null
  file_mtime_ns: string | null
  file_id: string | null
  multipart_upload_id: string | null
  initiating_since: number | null
  all_parts_confirmed: number | null
}

/** Every query that answers `UploadTableRow` begins with this. A row whose batch is lost is shown too: as damaged. */
export const selectUploads = `
  SELECT u.id, u.batch_id, u.position, u.destination_id, u.source_path, u.name, u.object_key, u.target_checksum, u.status,
    u.waiting_for, u.reason, u.since, u.attempt, u.next_try_at, u.size_bytes, u.confirmed_bytes, u.resent_bytes, u.run,
    u.added_at, u.started_at, u.finished_at, u.plan_mode, u.plan_size_bytes, u.part_size_bytes, u.part_count,
    u.file_size_bytes, u.file_mtime_ns, u.file_id, u.multipart_upload_id, u.initiating_since, u.all_parts_confirmed,
    u.checkpoint_checksum, u.etag, u.crc64_local, u.crc64_remote, u.request_id,
    coalesce(b.bucket, '') AS bucket, coalesce(b.conflict_policy, '') AS conflict_policy,
    coalesce(b.metadata, '') AS metadata, coalesce(b.resume, 0) AS resume, d.name AS destination_name
  FROM uploads u LEFT JOIN batches b ON b.id = u.batch_id LEFT JOIN destinations d ON d.id = u.destination_id`

/** Why a damaged row fails: nothing in it can be trusted, so nothing is sent from it. */
export const recordDamaged: UploadErrorData = {
  code: 'RecordDamaged',
  retry: 'fatal',
  message: 'The record of this upload is damaged. Add the file again.',
  fromServer: false,
}

export function targetChecksum(row: TargetColumns): string {
  return rowChecksum('target', [
    row.destination_id,
    row.bucket,
    row.source_path,
    row.object_key,
    row.conflict_policy,
    row.metadata,
    row.resume,
  ])
}

/** Over plan, file identity, upload id, and over the target: a checkpoint is worth something only with its target. */
export function checkpointChecksum(id: number, row: CheckpointColumns, target: string): string {
  return rowChecksum('checkpoint', [
    id,
    target,
    row.plan_mode,
    row.plan_size_bytes,
    row.part_size_bytes,
    row.part_count,
    row.file_size_bytes,
    row.file_mtime_ns,
    row.file_id,
    row.multipart_upload_id,
    row.initiating_since,
    row.all_parts_confirmed,
  ])
}

/** The status, or null for a text that is none. */
export function parseStatus(text: string): UploadStatus | null {
  return uploadStatuses.find((status) => status === text) ?? null
}

export function isTargetDamaged(row: UploadTableRow): boolean {
  return row.target_checksum !== targetChecksum(row) || parseStatus(row.status) === null
}

export function isCheckpointDamaged(row: UploadTableRow): boolean {
  if (row.plan_mode === null) return row.checkpoint_checksum !== null
  return row.checkpoint_checksum !== checkpointChecksum(row.id, row, row.target_checksum)
}

export function toRecord(row: UploadTableRow): UploadRecord {
  return {
    id: row.id,
    batchId: row.batch_id,
    destinationId: row.destination_id,
    sourcePath: row.source_path,
    bucket: row.bucket,
    objectKey: row.object_key,
    status: parseStatus(row.status) ?? 'failed',
    sizeBytes: row.size_bytes,
    conflictPolicy: parsePolicy(row),
    metadata: parseMetadata(row),
    resume: row.resume === 1,
    checkpoint: toCheckpoint(row),
    isDamaged: isTargetDamaged(row) || isCheckpointDamaged(row),
    attempt: row.attempt,
    resentBytes: row.resent_bytes,
  }
}

export function toUploadRow(row: UploadTableRow): UploadRow {
  const status = parseStatus(row.status)
  return {
    id: row.id,
    batchId: row.batch_id,
    destinationId: row.destination_id,
    destinationName: row.destination_name ?? row.destination_id,
    name: row.name,
    sourcePath: row.source_path,
    bucket: row.bucket,
    objectKey: row.object_key,
    status: status ?? 'failed',
    waitingFor: status === 'waiting' ? parseCause(row.waiting_for) : null,
    reason: status === null ? recordDamaged : parseReason(row.reason),
    since: row.since,
    attempt: row.attempt,
    nextTryAt: row.next_try_at,
    sizeBytes: row.size_bytes,
    confirmedBytes: Math.min(row.confirmed_bytes, row.size_bytes),
    resentBytes: row.resent_bytes,
    partSizeBytes: row.part_size_bytes,
    partCount: parsePartCount(row.part_count),
    addedAt: row.added_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}

export function parsePolicy(row: UploadTableRow): ConflictPolicy {
  // A damaged policy never gets to be obeyed (`isDamaged`); the one that cannot destroy anything stands in for it.
  return conflictPolicies.find((policy) => policy === row.conflict_policy) ?? 'skip'
}

export function parseMetadata(row: UploadTableRow): ObjectMetadata {
  return parseJson(row.metadata, {})
}

function parseCause(text: string | null): WaitingCause | null {
  return waitingCauses.find((cause) => cause === text) ?? null
}

/** Null for a number that no plan has: a part map of 2^40 parts would take all memory. */
export function parsePartCount(count: number | null): number | null {
  return count !== null && count >= 1 && count <= limits.maxPartCount ? count : null
}

function parseReason(text: string | null): UploadErrorData | null {
  const reason = parseJson<UploadErrorData | null>(text, null)
  const isWhole = typeof reason?.code === 'string' && retryClasses.includes(reason.retry)
  return isWhole ? reason : null
}

/** Of a damaged row too, as far as it can be read: its upload id may still be aborted. */
export function toCheckpoint(row: CheckpointColumns): Checkpoint | null {
  if (row.plan_mode === null) return null
  const sizeBytes = row.plan_size_bytes ?? 0
  const partSizeBytes = row.part_size_bytes ?? 0
  return {
    plan:
      row.plan_mode === 'put'
        ? { mode: 'put', sizeBytes, partSizeBytes, partCount: 1 }
        : { mode: 'multipart', sizeBytes, partSizeBytes, partCount: parsePartCount(row.part_count) ?? 1 },
    file: {
      sizeBytes: row.file_size_bytes ?? 0,
      mtimeNs: row.file_mtime_ns ?? '',
      fileId: row.file_id ?? '',
    },
    multipartUploadId: row.multipart_upload_id,
    initiatingSince: row.initiating_since,
    allPartsConfirmed: row.all_parts_confirmed === 1,
  }
}

export function toCheckpointColumns(checkpoint: Checkpoint): CheckpointColumns {
  const { plan, file } = checkpoint
  return {
    plan_mode: plan.mode,
    plan_size_bytes: plan.sizeBytes,
    part_size_bytes: plan.partSizeBytes,
    part_count: plan.partCount,
    file_size_bytes: file.sizeBytes,
    file_mtime_ns: file.mtimeNs,
    file_id: file.fileId,
    multipart_upload_id: checkpoint.multipartUploadId,
    initiating_since: checkpoint.initiatingSince,
    all_parts_confirmed: checkpoint.allPartsConfirmed ? 1 : 0,
  }
}
