/**
 * Request headers by lower-case name. Values keep their bytes (one latin1 character per byte), because signatures are
 * made over bytes; repeated headers are joined with `,` after trimming, as the signers do.
 */
export type RequestHeaders = ReadonlyMap<string, string>

/** From Node's flat list of names and values as they came. */
export function collectHeaders(rawHeaders: readonly string[]): RequestHeaders {
  const headers = new Map<string, string>()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase()
    const value = (rawHeaders[index + 1] ?? '').trim()
    const earlier = headers.get(name)
    headers.set(name, earlier === undefined ? value : `${earlier},${value}`)
  }
  return headers
}
