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
  must_start_over: number
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
    u.checkpoint_checksum, u.must_start_over, u.etag, u.crc64_local, u.crc64_remote, u.request_id,
    coalesce(b.bucket, '') AS bucket, coalesce(u.conflict_policy, b.conflict_policy, '') AS conflict_policy,
    coalesce(b.metadata, '') AS metadata, coalesce(b.resume, 0) AS resume, d.name AS destination_name
  FROM uploads u LEFT JOIN batches b ON b.id = u.batch_id LEFT JOIN destinations d ON d.id = u.destination_id`
