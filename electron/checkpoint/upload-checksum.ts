import type { UploadErrorData } from '../../shared/upload-error.ts'
import { type UploadStatus, uploadStatuses } from '../../shared/upload-state.ts'
import { rowChecksum } from './row-checksum.ts'
import type { CheckpointColumns, TargetColumns, UploadTableRow } from './upload-row.ts'

/** Why a damaged row fails: nothing in it can be trusted, so nothing is sent from it. */
export const recordDamaged: UploadErrorData = {
  code: 'RecordDamaged',
  retry: 'fatal',
  message: 'The record of this upload is damaged. Add the file again.',
  fromServer: false,
}

/** Over what is sent where and how, in this order; the columns of progress are not part of it. */
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

/** The row no longer says for certain what was to be sent where: it is shown, and never obeyed. */
export function isTargetDamaged(row: UploadTableRow): boolean {
  return row.target_checksum !== targetChecksum(row) || parseStatus(row.status) === null
}

/** The plan and the parts of the row are not to be trusted: all parts are sent again. */
export function isCheckpointDamaged(row: UploadTableRow): boolean {
  if (row.plan_mode === null) return row.checkpoint_checksum !== null
  return row.checkpoint_checksum !== checkpointChecksum(row.id, row, row.target_checksum)
}
