import type { UploadHistoryEntry, UploadRow } from '../../../shared/queue.ts'

/** A plausible past, newest first; the last kind is one that nobody has written a sentence for. */
export function historyOf(row: UploadRow): UploadHistoryEntry[] {
  const entries: UploadHistoryEntry[] = [
    { at: row.addedAt, kind: 'added', data: { sizeBytes: row.sizeBytes } },
    { at: row.addedAt + 1000, kind: 'somethingNew', data: { detail: 'x' } },
  ]
  if (row.status === 'retrying' || row.id === 1) {
    entries.push({
      at: Date.now() - 8000,
      kind: 'partFailed',
      data: { partNumber: 1422, code: 'ConnectionReset', attempt: 2, delayMs: 4000 },
    })
  }
  return entries.reverse()
}
