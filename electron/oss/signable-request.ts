import type { Query } from './addressing.ts'

/** What a signature covers. Header names are in lower case; bucket and key are plain text, not encoded. */
export interface SignableRequest {
  method: string
  /** Absent for calls to the service (ListBuckets). */
  bucket?: string
  /** Empty or absent for calls to the bucket. */
  key?: string
  query: Query
  headers: Readonly<Record<string, string>>
}

/** `/`, `/bucket/` or `/bucket/key`, plain: the same whatever the style of the URL. */
export function resourcePath(request: SignableRequest): string {
  return request.bucket === undefined ? '/' : `/${request.bucket}/${request.key ?? ''}`
}

/** By code point, which for UTF-8 is byte order; everything sorted here is ASCII anyway. */
export function byName(a: readonly [string, string], b: readonly [string, string]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0
}
