import type { CannedAnswer } from './canned-answer.ts'
import type { Phase, RequestInfo } from './request-phase.ts'

/** What can happen to one request between the client and the bucket. */
export type Fault =
  /** The connection is cut and no new one accepted for this long: ECONNREFUSED. */
  | { kind: 'refuse'; forMs: number; onBegin?: () => void }
  /** So many bytes of the body reach the server, then both connections are reset; with 0 it never sees the request. */
  | { kind: 'reset'; afterBodyBytes: number }
  /** So many bytes of the body are read, then nothing more; nothing reaches the server and no answer ever comes. */
  | { kind: 'black-hole'; readsBodyBytes: number }
  /** Both directions at this pace. */
  | { kind: 'slow'; bytesPerSecond: number }
  /** The server acts; its answer is cut in the middle and the connection closed. */
  | { kind: 'half-answer' }
  /** The server acts; its answer never arrives and the connection is reset. */
  | { kind: 'lost-answer' }
  /** The server never sees the request; the client gets this instead of an answer. */
  | { kind: 'answer'; answer: CannedAnswer }
  /** The server acts; the checksum in its answer is another one. */
  | { kind: 'wrong-crc' }
  /** One bit of the body changes on the way, so that the server stores wrong bytes and says so in its checksum. */
  | { kind: 'flip-bit'; atBodyByte: number }
  /** Nothing is wrong, but a test acts before the request goes on or before its answer does. */
  | { kind: 'hook'; before?: () => Promise<void> | void; beforeAnswer?: () => Promise<void> | void }

export interface FaultRule {
  phase: Phase | 'any'
  /** Only this part; absent means every part. */
  partNumber?: number
  /** Matching requests that pass unharmed first; 0 when absent. */
  skip?: number
  /** Matching requests that are hit; 1 when absent. */
  times?: number
  fault: Fault
}

/** A rule in force. `hits` tells a test that its fault really happened. */
export interface ScriptedFault extends FaultRule {
  seen: number
  hits: number
}

/** The faults of one test, in order; the first rule that still has something to do takes the request. */
export class FaultScript {
  #rules: ScriptedFault[] = []

  add(rule: FaultRule): ScriptedFault {
    const scripted = { ...rule, seen: 0, hits: 0 }
    this.#rules.push(scripted)
    return scripted
  }

  clear(): void {
    this.#rules = []
  }

  take(request: RequestInfo): Fault | null {
    for (const rule of this.#rules) {
      if (!matches(rule, request)) continue
      rule.seen += 1
      if (rule.seen <= (rule.skip ?? 0) || rule.hits >= (rule.times ?? 1)) continue
      rule.hits += 1
      return rule.fault
    }
    return null
  }
}

function matches(rule: FaultRule, request: RequestInfo): boolean {
  if (rule.phase !== 'any' && rule.phase !== request.phase) return false
  return rule.partNumber === undefined || rule.partNumber === request.partNumber
}
