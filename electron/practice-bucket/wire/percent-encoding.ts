const extraUnsafe = /[!'()*]/g

/**
 * UTF-8 bytes as `%XX` (upper-case hex), keeping only `A-Z a-z
 * 0-9 - . _ ~`: OSS's one encoder for keys and query strings.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    extraUnsafe,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** As `percentEncode`, keeping `/`: the form of a key in a path and in the canonical URI. */
export function percentEncodePath(path: string): string {
  return path.split('/').map(percentEncode).join('/')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes once. `undefined` for a stray `%`, or bytes that are not UTF-8. A `+` stays a `+`. */
export function percentDecode(text: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined
  // Raw bytes above 0x7F reach Node as latin1 characters, so the text is bytes until it is decoded.
  const bytes = Buffer.from(
    text.replace(/%([0-9a-fA-F]{2})/g, (_match, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  )
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
