/** What `encodeURIComponent` leaves alone and OSS wants encoded. */
const leftOver = /[!'()*]/g

/**
 * The one encoder for paths, queries and signatures: UTF-8 bytes, `A-Z a-z 0-9 - . _ ~` kept, everything else `%XX` in
 * upper case; a space is `%20`, never `+`. Throws `URIError` for half of a surrogate pair; names are checked before.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    leftOver,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Nothing to encode, as in most object keys. */
const plainPath = /^[\w\-.~/]*$/

/** The same for an object key in a path: `/` stays. Nothing is normalised, so `a//b` and `./x` remain themselves. */
export function percentEncodePath(path: string): string {
  if (plainPath.test(path)) return path
  return path.split('/').map(percentEncode).join('/')
}
