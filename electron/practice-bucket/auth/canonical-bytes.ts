/**
 * Signatures are made over bytes. Header values already hold one character per byte; text of ours (keys, decoded
 * parameters) is turned into the same form, so that the pieces can be joined and hashed as latin1.
 */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** Back to readable text for an error document. */
export function asText(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** The resource both signatures name, whatever the URL's style: `/`, `/bucket/` or `/bucket/key`. */
export function signedResource(resource: { bucket?: string; key?: string }): string {
  return resource.bucket === undefined ? '/' : `/${resource.bucket}/${resource.key ?? ''}`
}

/** Byte order of the UTF-8 forms; both arguments hold one character per byte. */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
