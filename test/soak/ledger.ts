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

/** A time in which requests that were on their way may have been cut: a kill and the time down, a line that is dead. */
export interface Disruption {
  /** Milliseconds on `performance.now()`. */
  at: number
  until: number
  /** From `at` on nobody reads an answer, although the proxy may still hand one over. */
  killsUploader: boolean
}

/** One body that went to the server although the same body had gone before. */
export interface Resend {
  body: string
  bytes: number
  /**
   * Why it had to be: the earlier try was hit by a fault, was cut, or was answered but not recorded when the uploader was
   * killed. Null: the answer was recorded, or nothing had happened; sending it was wrong.
   */
  because: 'fault' | 'cut' | 'answer not recorded' | null
  /** When what explains it happened; null for faults, which explain only the request they hit. */
  disruptedAt: number | null
}

/** The thing that must not go twice: one part of one multipart upload, or one object sent whole. */
export function bodyName(request: PassedRequest): string | null {
  if (request.phase === 'part') return `${request.multipartUploadId}#${request.partNumber}`
  if (request.phase === 'put') return request.objectKey
  return null
}

/**
 * Every body that was sent again, and why. `requests` in order of arrival. Without `disruptions`, every request that was
 * cut counts as explained; with them, only those that were on their way when one happened.
 */
export function findResends(
  requests: readonly PassedRequest[],
  snapshots: readonly CheckpointSnapshot[],
  disruptions?: readonly Disruption[],
): Resend[] {
  const lastTry = new Map<string, PassedRequest>()
  const resends: Resend[] = []
  for (const request of requests) {
    const body = bodyName(request)
    // What never reached the server was not sent, unless a fault swallowed it.
    if (body === null || (request.fault === null && request.toServerBytes === 0)) continue
    const earlier = lastTry.get(body)
    lastTry.set(body, request)
    if (earlier === undefined) continue
    resends.push({ body, bytes: request.readBytes, ...explain(earlier, request, snapshots, disruptions) })
  }
  return resends
}

function explain(
  earlier: PassedRequest,
  later: PassedRequest,
  snapshots: readonly CheckpointSnapshot[],
  disruptions: readonly Disruption[] | undefined,
): Pick<Resend, 'because' | 'disruptedAt'> {
  if (earlier.fault !== null || (earlier.clientStatus ?? 0) >= 300)
    return { because: 'fault', disruptedAt: null }
  if (earlier.clientStatus === null || earlier.endedAt === null) {
    if (disruptions === undefined) return { because: 'cut', disruptedAt: null }
    const found = disruptions.find(({ at, until }) => until >= earlier.startedAt && at <= later.startedAt)
    return found ? { because: 'cut', disruptedAt: found.at } : { because: null, disruptedAt: null }
  }
  const endedAt = earlier.endedAt
  const deaf = disruptions?.find(
    ({ at, killsUploader }) => killsUploader && at <= endedAt && at >= earlier.startedAt,
  )
  if (deaf) return { because: 'cut', disruptedAt: deaf.at }
  const kill = snapshots.find(({ takenAt }) => takenAt >= endedAt && takenAt <= later.startedAt)
  if (kill === undefined || isRecorded(kill, earlier)) return { because: null, disruptedAt: null }
  return { because: 'answer not recorded', disruptedAt: kill.takenAt }
}

/** Bytes that were sent twice without need: unexplained, or more at one disruption than can have been in flight. */
export function bytesBeyondInFlight(resends: readonly Resend[], mostInFlight: number): number {
  const perDisruption = new Map<number, number>()
  let bytes = 0
  for (const resend of resends) {
    if (resend.because === null) bytes += resend.bytes
    if (resend.disruptedAt === null) continue
    const count = (perDisruption.get(resend.disruptedAt) ?? 0) + 1
    perDisruption.set(resend.disruptedAt, count)
    if (count > mostInFlight) bytes += resend.bytes
  }
  return bytes
}

function isRecorded(snapshot: CheckpointSnapshot, request: PassedRequest): boolean {
  return snapshot.finished.has(request.objectKey) || snapshot.parts.has(bodyName(request) ?? '')
}
