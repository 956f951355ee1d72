import type { PassedRequest } from '../faults/passed-request.ts'

/** What the checkpoint held when the uploader had just been killed, or had ended. */
export interface CheckpointSnapshot {
  /** Milliseconds on `performance.now()`. */
  takenAt: number
  /** `uploadId#partNumber` of every recorded part. */
  parts: ReadonlySet<string>
  /** Object keys of finished uploads; their part records are gone by then. */
  finished: ReadonlySet<string>
}

/** One body that went to the server although the same body had gone before. */
export interface Resend {
  body: string
  bytes: number
  /**
   * Why it had to be: the earlier try was hit by a fault, was cut (a kill of either side), or was answered but not
   * recorded when the uploader was killed. Null: the answer was recorded, or nobody was killed; sending it was wrong.
   */
  because: 'fault' | 'cut' | 'answer not recorded' | null
}

/** The thing that must not go twice: one part of one multipart upload, or one object sent whole. */
export function bodyName(request: PassedRequest): string | null {
  if (request.phase === 'part') return `${request.multipartUploadId}#${request.partNumber}`
  if (request.phase === 'put') return request.objectKey
  return null
}

/**
 * Every body that was sent again, and why. `requests` in order of arrival.
 * A request counts from the first byte the server got of it.
 */
export function findResends(
  requests: readonly PassedRequest[],
  snapshots: readonly CheckpointSnapshot[],
): Resend[] {
  const lastTry = new Map<string, PassedRequest>()
  const resends: Resend[] = []
  for (const request of requests) {
    const body = bodyName(request)
    if (body === null) continue
    const earlier = lastTry.get(body)
    lastTry.set(body, request)
    if (earlier !== undefined) {
      resends.push({ body, bytes: request.readBytes, because: reason(earlier, request, snapshots) })
    }
  }
  return resends
}

function reason(
  earlier: PassedRequest,
  later: PassedRequest,
  snapshots: readonly CheckpointSnapshot[],
): Resend['because'] {
  if (earlier.fault !== null) return 'fault'
  if (earlier.clientStatus === null || earlier.endedAt === null) return 'cut'
  if (earlier.clientStatus >= 300) return 'fault'
  const endedAt = earlier.endedAt
  const kill = snapshots.find(({ takenAt }) => takenAt >= endedAt && takenAt <= later.startedAt)
  return kill !== undefined && !isRecorded(kill, earlier) ? 'answer not recorded' : null
}

/** Answers that came before a kill but were not recorded by then, per kill: at most the parts in flight. */
export function unrecordedAnswers(
  requests: readonly PassedRequest[],
  snapshots: readonly CheckpointSnapshot[],
): number[] {
  return snapshots.map((snapshot, i) => {
    const since = snapshots[i - 1]?.takenAt ?? Number.NEGATIVE_INFINITY
    return requests.filter((request) => {
      if (bodyName(request) === null || request.clientStatus !== 200 || request.fault !== null) return false
      const endedAt = request.endedAt ?? Number.POSITIVE_INFINITY
      return endedAt > since && endedAt <= snapshot.takenAt && !isRecorded(snapshot, request)
    }).length
  })
}

function isRecorded(snapshot: CheckpointSnapshot, request: PassedRequest): boolean {
  return snapshot.finished.has(request.objectKey) || snapshot.parts.has(bodyName(request) ?? '')
}
