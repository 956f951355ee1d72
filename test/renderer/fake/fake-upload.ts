import type { PartFact, PartMap, PartProgress, PartState, UploadRow } from '../../../shared/queue.ts'
import { partStateCodes } from '../../../shared/queue.ts'

const MiB = 1024 * 1024

/** One simulated upload: its row and the state of its parts. */
export interface FakeUpload {
  row: UploadRow
  bytesPerSecond: number
  /** Made when somebody first needs it. */
  parts: PartState[] | null
  sentByPart: Map<number, number>
  triesByPart: Map<number, number>
  /** Milliseconds left in a status that only takes time: pausing, completing, verifying, cleaning. */
  restMs: number
}

export function partCountOf(row: UploadRow): number {
  const partSizeBytes = row.partSizeBytes ?? 8 * MiB
  return Math.max(1, Math.ceil(row.sizeBytes / partSizeBytes))
}

export function partBytes(row: UploadRow, partNumber: number): number {
  const partSizeBytes = row.partSizeBytes ?? 8 * MiB
  return Math.min(partSizeBytes, row.sizeBytes - (partNumber - 1) * partSizeBytes)
}

/** Parts in the order of the file: what is confirmed comes first, a third of it kept from an earlier run. */
export function partsOf(upload: FakeUpload): PartState[] {
  if (upload.parts) return upload.parts
  const { row } = upload
  const count = partCountOf(row)
  const confirmed = Math.floor(row.confirmedBytes / (row.partSizeBytes ?? 8 * MiB))
  const kept = row.id % 2 === 1 ? Math.floor(confirmed / 3) : 0
  upload.parts = Array.from({ length: count }, (_, index) =>
    index < kept ? 'kept' : index < confirmed ? 'done' : 'waiting',
  )
  return upload.parts
}

/** A part in fifty was slow, and a few took more than one try. */
function factsOf({ row, parts, bytesPerSecond }: FakeUpload): PartFact[] {
  const usual = Math.round(bytesPerSecond / 5)
  return (parts ?? []).flatMap((state, index) => {
    if (state !== 'done') return []
    const partNumber = index + 1
    const tries = partNumber % 331 === row.id % 331 ? 3 : 1
    return {
      partNumber,
      tries,
      bytesPerSecond: partNumber % 97 === 5 ? Math.round(usual / (2 + (partNumber % 7))) : usual,
      code: tries > 1 ? 'InternalError' : null,
      requestId: '5C3D9175B6FC201293AD4890',
    }
  })
}

export function partMapOf(upload: FakeUpload): PartMap | null {
  const { row } = upload
  // With the object whole its checkpoint is gone (R3), and so is the record of its parts.
  if (row.partSizeBytes === null || row.partCount === null || row.status === 'done') return null
  const states = partsOf(upload)
    .map((state) => partStateCodes[state])
    .join('')
  return {
    uploadId: row.id,
    sizeBytes: row.sizeBytes,
    partSizeBytes: row.partSizeBytes,
    partCount: row.partCount,
    states,
    facts: factsOf(upload),
  }
}

function firstWaiting(parts: readonly PartState[]): number {
  return parts.indexOf('waiting') + 1
}

/** Moves one running upload on by `ms`; answers the parts that changed. */
export function sendParts(upload: FakeUpload, ms: number, partsAtOnce: number): PartProgress[] {
  const parts = partsOf(upload)
  const { row, sentByPart, triesByPart } = upload
  while (sentByPart.size < partsAtOnce) {
    const partNumber = firstWaiting(parts)
    if (partNumber === 0) break
    parts[partNumber - 1] = 'sending'
    // Parts start one after the other, so the map shows several stages at once.
    sentByPart.set(partNumber, 0)
    triesByPart.set(partNumber, 1)
  }
  const changes: PartProgress[] = []
  let budget = Math.round((upload.bytesPerSecond * ms) / 1000)
  const share = Math.ceil(budget / Math.max(1, sentByPart.size))
  for (const [partNumber, sent] of [...sentByPart]) {
    const size = partBytes(row, partNumber)
    const step = Math.min(share, budget, size - sent)
    budget -= step
    const sentBytes = sent + step
    const isDone = sentBytes >= size
    if (isDone) {
      sentByPart.delete(partNumber)
      parts[partNumber - 1] = 'done'
      row.confirmedBytes += size
    } else sentByPart.set(partNumber, sentBytes)
    changes.push({
      partNumber,
      state: isDone ? 'done' : 'sending',
      sentBytes,
      tries: triesByPart.get(partNumber) ?? 1,
      bytesPerSecond: Math.round(upload.bytesPerSecond / partsAtOnce),
      code: null,
      requestId: isDone ? '5C3D9175B6FC201293AD4890' : null,
    })
  }
  return changes
}

/** What a pause or a lost line does: bytes in flight are gone, their parts wait again. */
export function dropInFlight(upload: FakeUpload): void {
  const parts = partsOf(upload)
  for (const partNumber of upload.sentByPart.keys()) parts[partNumber - 1] = 'waiting'
  upload.sentByPart.clear()
}

export function inFlightBytes(upload: FakeUpload): number {
  let bytes = 0
  for (const sent of upload.sentByPart.values()) bytes += sent
  return bytes
}
