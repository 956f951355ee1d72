import type { PartPlan } from '../../shared/part-plan.ts'
import { partSize } from './part-plan.ts'
import { canProve } from './part-proof.ts'
import type { RemotePart } from './ports/object-store.ts'
import type { PartRecord } from './ports/upload-record.ts'

export type ForgetReason = 'missing-on-server' | 'wrong-size' | 'wrong-etag' | 'wrong-crc' | 'not-in-plan'

export type Reconciliation =
  | {
      kind: 'continue'
      /** Recorded here and held by the server, alike in size, ETag and CRC-64. */
      keep: PartRecord[]
      /**
       * On the server with the right size but not recorded (an answer
       * was lost): worth keeping if CRC-64 or ETag proves them.
       */
      prove: RemotePart[]
      /** Numbers to send, ascending; does not hold those to prove. */
      send: number[]
      /** Recorded, but not to be trusted. */
      forget: { partNumber: number; reason: ForgetReason }[]
    }
  /** The server holds parts under this upload id that this plan cannot have produced. */
  | { kind: 'start-over'; reason: 'foreign-parts' }

/**
 * What of an interrupted multipart upload still counts. Pure. `remote` must be the server's list to its last page; where
 * it disagrees with `rows`, the server is right. ETags are compared without regard to case.
 */
export function reconcile(
  plan: PartPlan,
  rows: readonly PartRecord[],
  remote: readonly RemotePart[],
): Reconciliation {
  const remoteByNumber = new Map(remote.map((part) => [part.partNumber, part]))
  for (const { partNumber } of remote) {
    if (partNumber > plan.partCount) return { kind: 'start-over', reason: 'foreign-parts' }
  }

  const keep: PartRecord[] = []
  const forget: { partNumber: number; reason: ForgetReason }[] = []
  const kept = new Set<number>()
  for (const row of rows) {
    const reason = reasonToForget(plan, row, remoteByNumber.get(row.partNumber))
    if (reason === null) {
      keep.push(row)
      kept.add(row.partNumber)
    } else {
      forget.push({ partNumber: row.partNumber, reason })
    }
  }

  const prove: RemotePart[] = []
  const send: number[] = []
  for (let partNumber = 1; partNumber <= plan.partCount; partNumber += 1) {
    if (kept.has(partNumber)) continue
    const there = remoteByNumber.get(partNumber)
    if (there && canProve(there) && there.sizeBytes === partSize(plan, partNumber)) prove.push(there)
    else {
      send.push(partNumber)
    }
  }
  return { kind: 'continue', keep, prove, send, forget }
}

function reasonToForget(plan: PartPlan, row: PartRecord, there: RemotePart | undefined): ForgetReason | null {
  if (row.partNumber < 1 || row.partNumber > plan.partCount) return 'not-in-plan'
  if (there === undefined) return 'missing-on-server'
  const sizeBytes = partSize(plan, row.partNumber)
  if (row.sizeBytes !== sizeBytes || there.sizeBytes !== sizeBytes) return 'wrong-size'
  if (there.etag.toUpperCase() !== row.etag.toUpperCase()) return 'wrong-etag'
  if (there.crc64 !== null && there.crc64 !== row.crc64) return 'wrong-crc'
  return null
}
