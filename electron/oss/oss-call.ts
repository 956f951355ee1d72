import type { RequestBody } from '../engine/ports/object-store.ts'
import type { Query } from './addressing.ts'
import type { HttpRequest } from './transport.ts'

/** One call as the functions of `*-calls.ts` describe it. */
export interface OssCall {
  method: HttpRequest['method']
  /** The permission it needs, e.g. `oss:PutObject`; named when it is missing (R22). */
  action: string
  /** Absent for calls to the bucket. */
  key?: string
  /** True for calls that name no bucket at all. */
  isServiceCall?: boolean
  query?: Query
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array | RequestBody
  signal: AbortSignal
  /** By default two minutes: a part is answered once it is stored, which a busy server may take its time for. */
  answerTimeoutMs?: number
  /** By default 1 MiB, enough for every error and every small answer. */
  maxAnswerBytes?: number
}
