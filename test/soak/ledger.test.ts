import { describe, expect, it } from 'vitest'
import type { PassedRequest } from '../faults/passed-request.ts'
import { type CheckpointSnapshot, findResends, unrecordedAnswers } from './ledger.ts'

const sizeBytes = 102_400

/** Part 1 of upload U, sent from `startedAt` to `endedAt` and answered with 200. */
function part(startedAt: number, endedAt: number, change: Partial<PassedRequest> = {}): PassedRequest {
  return {
    index: 0,
    method: 'PUT',
    target: '/b/k?partNumber=1&uploadId=U',
    phase: 'part',
    objectKey: 'k',
    partNumber: 1,
    multipartUploadId: 'U',
    bodyBytes: sizeBytes,
    signedAt: null,
    fault: null,
    state: 'ended',
    readBytes: sizeBytes,
    toServerBytes: sizeBytes,
    toClientBytes: 100,
    serverStatus: 200,
    clientStatus: 200,
    startedAt,
    lastByteToServerAt: endedAt,
    endedAt,
    ...change,
  }
}

function killedAt(takenAt: number, parts: string[] = [], finished: string[] = []): CheckpointSnapshot {
  return { takenAt, parts: new Set(parts), finished: new Set(finished) }
}

const reasons = (requests: PassedRequest[], snapshots: CheckpointSnapshot[] = []) =>
  findResends(requests, snapshots).map((resend) => resend.because)

describe('ledger of what was sent twice', () => {
  it('finds nothing when every part goes once', () => {
    expect(
      reasons([part(0, 1), part(1, 2, { partNumber: 2 }), part(2, 3, { multipartUploadId: 'V' })]),
    ).toEqual([])
  })

  it('convicts a part that goes again although its answer arrived and nobody was killed', () => {
    expect(findResends([part(0, 1), part(2, 3)], [])).toEqual([
      { body: 'U#1', bytes: sizeBytes, because: null },
    ])
  })

  it('convicts a part that goes again although the checkpoint had it at the kill', () => {
    expect(reasons([part(0, 1), part(3, 4)], [killedAt(2, ['U#1'])])).toEqual([null])
  })

  it('excuses a part whose answer was not recorded at the kill', () => {
    expect(reasons([part(0, 1), part(3, 4)], [killedAt(2)])).toEqual(['answer not recorded'])
  })

  it('excuses a part that was cut off or hit by a fault', () => {
    expect(reasons([part(0, 1, { clientStatus: null }), part(2, 3)])).toEqual(['cut'])
    expect(reasons([part(0, 1, { fault: 'wrong-crc' }), part(2, 3)])).toEqual(['fault'])
  })

  it('does not take a kill before the first try or after the second as an excuse', () => {
    expect(reasons([part(1, 2), part(3, 4)], [killedAt(0), killedAt(5)])).toEqual([null])
  })

  it('counts answers that a kill kept from being recorded, but not those of finished uploads', () => {
    const requests = [part(0, 1), part(0, 2, { partNumber: 2 }), part(4, 5, { partNumber: 3 })]
    expect(unrecordedAnswers(requests, [killedAt(3, ['U#1']), killedAt(6)])).toEqual([1, 1])
    expect(unrecordedAnswers(requests, [killedAt(3, [], ['k']), killedAt(6, [], ['k'])])).toEqual([0, 0])
  })
})
