import type { Credentials } from '../auth/credentials.ts'
import type { PracticeStore } from '../storage/practice-store.ts'
import type { RequestHeaders } from '../wire/request-headers.ts'
import type { Query } from '../wire/request-target.ts'
import type { BodyReader } from './body-reader.ts'

/** What every call needs of the server. */
export interface PracticeContext {
  store: PracticeStore
  credentials: Credentials
  /** Bare id, e.g. `cn-hangzhou`. */
  region: string
  /** Every part but the last is at least this large. */
  minPartBytes: number
  /** `127.0.0.1:9000`. */
  authority(): string
  /** Unix ms. */
  now(): number
  /** Aborted when the server closes: long work that can be repeated ends. */
  closing: AbortSignal
}

/** One authenticated request, ready for its call. */
export interface Exchange {
  context: PracticeContext
  requestId: string
  method: string
  query: Query
  headers: RequestHeaders
  body: BodyReader
  /** Whose signature it was; absent when nobody signed this request. */
  accessKeyId?: string
  isAnonymous: boolean
}

export interface BucketExchange extends Exchange {
  bucketName: string
}

export interface ObjectExchange extends BucketExchange {
  key: string
}
