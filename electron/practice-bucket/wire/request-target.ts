import { invalidArgument, OssError } from './oss-error.ts'
import { percentDecode } from './percent-encoding.ts'

/** Decoded query; a name without a value has the value `''`. */
export type Query = ReadonlyMap<string, string>

export interface RequestTarget {
  /** Decoded once, begins with `/`; `.` and `..` are left as they are, they are parts of a key. */
  path: string
  query: Query
}

/**
 * Splits the raw request target before anything is decoded: a `%3F` in a key is part of the key.
 * A repeated parameter counts once, the first one, as on OSS.
 */
export function parseRequestTarget(rawTarget: string): RequestTarget {
  const relative = rawTarget.replace(/^https?:\/\/[^/?]*/i, '')
  const mark = relative.indexOf('?')
  const rawPath = mark === -1 ? relative : relative.slice(0, mark)
  const path = percentDecode(rawPath === '' ? '/' : rawPath)
  if (path === undefined) {
    throw new OssError(400, 'InvalidObjectName', 'The object name is not percent-encoded UTF-8.', {})
  }
  if (!path.startsWith('/')) throw new OssError(400, 'BadRequest', 'The request target is not a path.')
  return { path, query: mark === -1 ? new Map() : parseQuery(relative.slice(mark + 1)) }
}

function parseQuery(rawQuery: string): Query {
  const query = new Map<string, string>()
  for (const pair of rawQuery.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decodeQueryText(equals === -1 ? pair : pair.slice(0, equals))
    const value = equals === -1 ? '' : decodeQueryText(pair.slice(equals + 1))
    if (!query.has(name)) query.set(name, value)
  }
  return query
}

function decodeQueryText(text: string): string {
  // Some clients write a space as `+` here, and a plus sign is always `%2B`.
  const decoded = percentDecode(text.replaceAll('+', '%20'))
  if (decoded === undefined) {
    throw invalidArgument('The query string is not percent-encoded UTF-8.', 'query', text)
  }
  return decoded
}
