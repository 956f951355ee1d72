import type { FileDifference, Relocation } from '../../shared/recovery.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { runningStatuses } from '../../shared/upload-state.ts'
import { assertSameFile, isSameFile } from './file-identity.ts'
import { partRange } from './part-plan.ts'
import type { Crc64 } from './ports/crc64.ts'
import type { FileIdentity, LocalFiles, OpenFile } from './ports/local-files.ts'
import type { Checkpoint, UploadRecord } from './ports/upload-record.ts'
import type { UploadStore } from './ports/upload-store.ts'

export interface RelocateQuery {
  files: Pick<LocalFiles, 'open'>
  crc64: Crc64
  uploads: Pick<UploadStore, 'get' | 'parts' | 'relocate' | 'markStartOver'>
  id: number
  /** Where the file is now. */
  path: string
  /** Takes any readable file, and sends all of it: what differs is given up. */
  startOver: boolean
  signal: AbortSignal
  onChecked: (checkedBytes: number, totalBytes: number) => void
}

/**
 * Points an upload at the place its file has moved to. What OSS has confirmed is kept only where it is proved to be of this
 * file: by its identity, or, for a copy on another disk, by the CRC-64 of every confirmed part (R6). Nothing changes where
 * something differs. Throws `UploadBusy` while the upload runs, and what opening and reading the file throws.
 */
export async function relocate(query: RelocateQuery): Promise<Relocation> {
  const { files, uploads, id, path, startOver } = query
  const record = stillRecord(uploads.get(id), id)
  const open = await files.open(path)
  try {
    const identity = await open.identity()
    const { checkpoint } = record
    const differences = startOver ? [] : await findDifferences(query, record, open, identity)
    if (differences.length > 0) return { kind: 'differs', differences }
    assertSameFile(identity, await open.identity(), path)
    // Reading takes its time: the row may have been moved on meanwhile.
    stillRecord(uploads.get(id), id)
    const moved: Checkpoint | null = checkpoint && { ...checkpoint, file: identity }
    if (!uploads.relocate(id, path, identity.sizeBytes, moved)) throw pathTaken(path)
    if (startOver) uploads.markStartOver([id])
    return { kind: 'moved' }
  } finally {
    await open.close()
  }
}

async function findDifferences(
  query: RelocateQuery,
  { checkpoint, sizeBytes }: UploadRecord,
  open: OpenFile,
  identity: FileIdentity,
): Promise<FileDifference[]> {
  const expected = checkpoint?.plan.sizeBytes ?? sizeBytes
  if (identity.sizeBytes !== expected) {
    return [{ what: 'size', before: expected, now: identity.sizeBytes }]
  }
  if (checkpoint === null || isSameFile(checkpoint.file, identity)) return []
  const { parts } = query.uploads.parts(query.id)
  const totalBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
  let checkedBytes = 0
  for (const { partNumber, sizeBytes: partBytes, crc64 } of parts) {
    query.onChecked(checkedBytes, totalBytes)
    const crc = query.crc64.create()
    const { startOffset, endOffset } = partRange(checkpoint.plan, partNumber)
    for await (const chunk of open.read({ startOffset, endOffset, signal: query.signal })) crc.update(chunk)
    if (crc.digest() !== crc64) return [{ what: 'content', partNumber, startOffset, endOffset }]
    checkedBytes += partBytes
  }
  return []
}

function stillRecord(record: UploadRecord | null, id: number): UploadRecord {
  if (record === null) {
    throw new UploadError({
      code: 'UploadGone',
      retry: 'fatal',
      message: 'This upload is no longer in the list.',
      fromServer: false,
      params: { id },
    })
  }
  const ended: readonly string[] = ['done', 'cleaning', 'cancelled-clean']
  const running: readonly string[] = runningStatuses
  if (running.includes(record.status) || ended.includes(record.status)) throw uploadBusy()
  if (record.isDamaged) {
    throw new UploadError({
      code: 'RecordDamaged',
      retry: 'fatal',
      message: 'The record of this upload is damaged. Add the file again.',
      fromServer: false,
    })
  }
  return record
}

/** What was asked for cannot be done to an upload in its present state. */
export function uploadBusy(): UploadError {
  return new UploadError({
    code: 'UploadBusy',
    retry: 'fatal',
    message: 'The upload has moved on meanwhile. Pause it first.',
    fromServer: false,
  })
}

function pathTaken(path: string): UploadError {
  return new UploadError({
    code: 'PathTaken',
    retry: 'fatal',
    message: `Another upload of the same batch already sends "${path}".`,
    fromServer: false,
    params: { path },
  })
}
