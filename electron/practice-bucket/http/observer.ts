/** What an observer sees of one finished request. */
export interface FinishedRequest {
  requestId: string
  method: string
  bucket?: string
  key?: string
  query: Readonly<Record<string, string>>
  headers: Readonly<Record<string, string>>
  /** 0 when the connection ended before an answer. */
  status: number
  /** OSS error code, if the answer was an error. */
  code?: string
  /** Body bytes received. */
  bytes: number
  /** Body bytes sent. */
  sentBytes: number
  durationMs: number
}

/** One piece of a request body as it arrived. */
export interface BodyChunk {
  requestId: string
  method: string
  bucket?: string
  key?: string
  query: Readonly<Record<string, string>>
  bytes: number
}

/** Lets a program watch the traffic: the window of the practice bucket, a log, a test. Changes nothing. */
export interface Observer {
  onRequest?(request: FinishedRequest): void
  onBodyChunk?(chunk: BodyChunk): void
}
