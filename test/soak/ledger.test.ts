import { describe, expect, it } from 'vitest'
import type { PassedRequest } from '../faults/passed-request.ts'
import { bytesBeyondInFlight, type CheckpointSnapshot, type Disruption, findResends } from './ledger.ts'

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

function cutAt(at: number, killsUploader = false): Disruption {
  return { at, until: at, killsUploader }
}

const reasons = (
  requests: PassedRequest[],
  snapshots: CheckpointSnapshot[] = [],
  disruptions: Disruption[] = [],
) => findResends(requests, snapshots, disruptions).map((resend) => resend.because)

describe('ledger of what was sent twice', () => {
  it('finds nothing when every part goes once', () => {
    expect(
      reasons([part(0, 1), part(1, 2, { partNumber: 2 }), part(2, 3, { multipartUploadId: 'V' })]),
    ).toEqual([])
  })

  it('convicts a part that goes again although its answer arrived and nobody was killed', () => {
    expect(findResends([part(0, 1), part(2, 3)], [])).toEqual([
      { body: 'U#1', bytes: sizeBytes, because: null, disruptedAt: null },
    ])
  })

  it('convicts a part that goes again although the checkpoint had it at the kill', () => {
    expect(reasons([part(0, 1), part(3, 4)], [killedAt(2, ['U#1'])])).toEqual([null])
  })

  it('excuses a part whose answer was not recorded at the kill', () => {
    expect(reasons([part(0, 1), part(3, 4)], [killedAt(2)])).toEqual(['answer not recorded'])
  })

  it('excuses a part that was hit by a fault', () => {
    expect(reasons([part(0, 1, { fault: 'wrong-crc' }), part(2, 3)])).toEqual(['fault'])
    expect(reasons([part(0, 1, { clientStatus: 503 }), part(2, 3)])).toEqual(['fault'])
  })

  it('excuses a part that was cut only when something happened that cuts', () => {
    const requests = [part(1, 3, { clientStatus: null }), part(4, 5)]
    expect(reasons(requests, [], [cutAt(2)])).toEqual(['cut'])
    expect(reasons(requests, [], [cutAt(0), cutAt(6)])).toEqual([null])
  })

  it('excuses a part whose answer came to an uploader that was dead already', () => {
    const requests = [part(1, 3), part(5, 6)]
    expect(reasons(requests, [], [cutAt(2, true)])).toEqual(['cut'])
    expect(reasons(requests, [], [cutAt(2)])).toEqual([null])
  })

  it('does not count a try of which no byte reached the server', () => {
    expect(reasons([part(1, 3, { clientStatus: null, toServerBytes: 0 }), part(4, 5)])).toEqual([])
  })

  it('does not take a kill before the first try or after the second as an excuse', () => {
    expect(reasons([part(1, 2), part(3, 4)], [killedAt(0), killedAt(5)])).toEqual([null])
  })

  it('does not excuse a file of a finished upload', () => {
    expect(reasons([part(0, 1), part(3, 4)], [killedAt(2, [], ['k'])])).toEqual([null])
  })

  it('counts what is unexplained, and what is more at one moment than can have been in flight', () => {
    const cut = (partNumber: number) => [
      part(1, 3, { partNumber, clientStatus: null }),
      part(4, 5, { partNumber }),
    ]
    const resends = findResends([...cut(1), ...cut(2), ...cut(3)], [], [cutAt(2)])
    expect(bytesBeyondInFlight(resends, 3)).toBe(0)
    expect(bytesBeyondInFlight(resends, 2)).toBe(sizeBytes)
    expect(bytesBeyondInFlight(findResends([part(0, 1), part(2, 3)], []), 9)).toBe(sizeBytes)
  })
})
