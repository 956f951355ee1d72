import { safeName } from '../../shared/format/safe-name.ts'
import { type ConflictPolicy, conflictPolicies, type ObjectMetadata } from '../../shared/object-metadata.ts'
import { limits } from '../../shared/part-plan.ts'
import type { UploadRow } from '../../shared/queue.ts'
import { retryClasses, type UploadErrorData } from '../../shared/upload-error.ts'
import { type WaitingCause, waitingCauses } from '../../shared/upload-state.ts'
import type { Checkpoint, UploadRecord } from '../engine/ports/upload-record.ts'
import { parseJson } from './json-column.ts'
import { isCheckpointDamaged, isTargetDamaged, parseStatus, recordDamaged } from './upload-checksum.ts'
import type { CheckpointColumns, UploadTableRow } from './upload-row.ts'

/** The row as the engine works with it. `isTargetSound`: that was found out already. */
export function toRecord(row: UploadTableRow, isTargetSound = !isTargetDamaged(row)): UploadRecord {
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
    isDamaged: !isTargetSound || isCheckpointDamaged(row),
    mustStartOver: row.must_start_over === 1,
    attempt: row.attempt,
    resentBytes: row.resent_bytes,
  }
}

/** The row as people see it. Whatever cannot be read is left out, never thrown: one bad row must not stop a list. */
export function toUploadRow(row: UploadTableRow): UploadRow {
  const status = parseStatus(row.status)
  return {
    id: row.id,
    batchId: row.batch_id,
    destinationId: row.destination_id,
    destinationName: row.destination_name ?? row.destination_id,
    name: safeName(row.name),
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

/** Empty where the column cannot be read; a row like that is damaged and sends nothing. */
export function parseMetadata(row: UploadTableRow): ObjectMetadata {
  return parseJson(row.metadata, {})
}

/** Null for what no version of this program writes. */
export function parseCause(text: string | null): WaitingCause | null {
  return waitingCauses.find((cause) => cause === text) ?? null
}

/** Null for a number that no plan has: a part map of 2^40 parts would take all memory. */
export function parsePartCount(count: number | null): number | null {
  return count !== null && count >= 1 && count <= limits.maxPartCount ? count : null
}

/** Null for what is not an error as this program writes them. */
export function parseReason(text: string | null): UploadErrorData | null {
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
