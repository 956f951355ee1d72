import type { Fault } from './fault.ts'
import type { RequestInfo } from './request-phase.ts'

/** What became of one request at the proxy. */
export interface PassedRequest extends RequestInfo {
  /** Order of arrival, from 0. */
  index: number
  fault: Fault['kind'] | null
  /** `held` while a fault keeps it from moving: a black hole, or the wait of a slow line. */
  state: 'passing' | 'held' | 'ended'
  /** Body bytes taken from the client. */
  readBytes: number
  /** Head and body bytes handed to the server. */
  toServerBytes: number
  /** Answer bytes handed to the client. */
  toClientBytes: number
  /** What the server answered: it acted. Null when it never saw the request or never answered. */
  serverStatus: number | null
  /** The status of an answer that reached the client whole, from the server or from the proxy in its place. */
  clientStatus: number | null
  /** Milliseconds on `performance.now()`. */
  startedAt: number
  lastByteToServerAt: number | null
  endedAt: number | null
}

export function newRecord(index: number, request: RequestInfo, fault: Fault | null): PassedRequest {
  return {
    ...request,
    index,
    fault: fault?.kind ?? null,
    state: 'passing',
    readBytes: 0,
    toServerBytes: 0,
    toClientBytes: 0,
    serverStatus: null,
    clientStatus: null,
    startedAt: performance.now(),
    lastByteToServerAt: null,
    endedAt: null,
  }
}
