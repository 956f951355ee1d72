import type { UploadHistoryEntry, UploadRow } from '../../../shared/queue.ts'

const MiB = 1024 * 1024

/** A plausible past, newest first; the first row has met everything, also a kind that nobody has written a sentence for. */
export function historyOf(row: UploadRow): UploadHistoryEntry[] {
  const entries: [string, UploadHistoryEntry['data']][] = [
    [
      'started',
      { parts: row.partCount ?? 1, partSizeBytes: row.partSizeBytes ?? 0, sizeBytes: row.sizeBytes },
    ],
  ]
  if (row.id === 1) {
    entries.push(
      ['somethingNew', { detail: 'x' }],
      ['paused', { confirmedBytes: 911 * 16 * MiB }],
      ['resumed', { keptParts: 911, keptBytes: 911 * 16 * MiB, partsToSend: 2123 }],
      ['part-retry', { partNumber: 1422, attempt: 2, code: 'ConnectionReset', delayMs: 4000, requestId: '' }],
    )
  }
  if (row.status === 'done') entries.push(['done', { sizeBytes: row.sizeBytes, resentBytes: 0 }])
  if (row.status === 'failed') entries.push(['failed', { code: row.reason?.code ?? '' }])
  if (row.status === 'paused') entries.push(['paused', { confirmedBytes: row.confirmedBytes }])
  if (row.status === 'cancelled-kept') entries.push(['cancelled', { mode: 'keep' }])
  return entries.map(([kind, data], index) => ({ at: row.addedAt + index * 61_000, kind, data })).reverse()
}
