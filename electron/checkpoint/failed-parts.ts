import type { PartFact, UploadHistoryEntry } from '../../shared/queue.ts'

/** What the history (newest first) tells about single parts: how often each failed, and the last code and request. */
export function failedParts(history: readonly UploadHistoryEntry[]): PartFact[] {
  const facts = new Map<number, PartFact>()
  for (const { kind, data } of history) {
    const { partNumber, code, requestId } = data
    if (kind !== 'part-retry' || typeof partNumber !== 'number') continue
    const known = facts.get(partNumber)
    facts.set(partNumber, {
      partNumber,
      tries: (known?.tries ?? 0) + 1,
      bytesPerSecond: null,
      code: known?.code ?? textOrNull(code),
      requestId: known?.requestId ?? textOrNull(requestId),
    })
  }
  return [...facts.values()]
}

function textOrNull(value: string | number | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
