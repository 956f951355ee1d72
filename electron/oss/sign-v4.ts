import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { Query } from './addressing.ts'
import type { Credentials } from './credentials.ts'
import { percentEncode, percentEncodePath } from './percent-encode.ts'
import { byName, resourcePath, type SignableRequest } from './signable-request.ts'

const algorithm = 'OSS4-HMAC-SHA256'
const unsignedPayload = 'UNSIGNED-PAYLOAD'
/** Content type, MD5 and everything of OSS's own are always signed; other headers only when named. */
const signedByDefault = /^(content-type|content-md5|x-oss-.*)$/

export interface V4Options {
  credentials: Credentials
  /** Bare id, e.g. `cn-hangzhou`: the bucket's real region, or OSS refuses. */
  region: string
  /** Time of signing, by the server's clock. */
  date: Date
  /** Headers to sign besides the usual ones, any case; those that are absent or signed anyway are left out. */
  additionalHeaders?: readonly string[]
}

/** The headers to add to `request`, `authorization` among them. */
export function signV4(request: SignableRequest, options: V4Options): Record<string, string> {
  const { securityToken } = options.credentials
  const added: Record<string, string> = {
    'x-oss-date': compactDate(options.date),
    'x-oss-content-sha256': unsignedPayload,
    ...(securityToken && { 'x-oss-security-token': securityToken }),
  }
  const complete = { ...request, headers: { ...request.headers, ...added } }
  const additional = additionalNames(complete.headers, options)
  const credential = `${options.credentials.accessKeyId}/${scope(options)}`
  const named = additional.length > 0 ? `AdditionalHeaders=${additional.join(';')},` : ''
  const signed = signature(canonicalRequestV4(complete, additional), options)
  return { ...added, authorization: `${algorithm} Credential=${credential},${named}Signature=${signed}` }
}

/** The query of a presigned URL; `expiresSeconds` from 1 to 604,800 (7 days). */
export function presignV4(request: SignableRequest, options: V4Options & { expiresSeconds: number }): Query {
  const additional = additionalNames(request.headers, options)
  const { accessKeyId, securityToken } = options.credentials
  const query = {
    ...request.query,
    'x-oss-signature-version': algorithm,
    'x-oss-credential': `${accessKeyId}/${scope(options)}`,
    'x-oss-date': compactDate(options.date),
    'x-oss-expires': String(options.expiresSeconds),
    ...(securityToken && { 'x-oss-security-token': securityToken }),
    ...(additional.length > 0 && { 'x-oss-additional-headers': additional.join(';') }),
  }
  const canonical = canonicalRequestV4({ ...request, query }, additional)
  return { ...query, 'x-oss-signature': signature(canonical, options) }
}

/** The text whose hash is signed; exported for the test vectors. */
export function canonicalRequestV4(request: SignableRequest, additional: readonly string[]): string {
  let headers = ''
  for (const name of Object.keys(request.headers).sort()) {
    if (!signedByDefault.test(name) && !additional.includes(name)) continue
    headers += `${name}:${request.headers[name]?.trim()}\n`
  }
  const path = percentEncodePath(resourcePath(request))
  const payload = request.headers['x-oss-content-sha256'] ?? unsignedPayload
  return `${request.method}\n${path}\n${canonicalQuery(request.query)}\n${headers}\n${additional.join(';')}\n${payload}`
}

function canonicalQuery(query: Query): string {
  const named = Object.entries(query)
  // As of most requests.
  if (named.length === 0) return ''
  return named
    .map(([name, value]): [string, string] => [percentEncode(name), percentEncode(value)])
    .sort(byName)
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&')
}

/** The chain of keys k1…k4; the last one signs. */
export function signingKeysV4(options: V4Options): Buffer[] {
  const keys: Buffer[] = []
  let key: string | Buffer = `aliyun_v4${options.credentials.accessKeySecret}`
  for (const text of scope(options).split('/')) {
    key = createHmac('sha256', key).update(text).digest()
    keys.push(key)
  }
  return keys
}

function signature(canonicalRequest: string, options: V4Options): string {
  const digest = hash('sha256', canonicalRequest)
  const stringToSign = `${algorithm}\n${compactDate(options.date)}\n${scope(options)}\n${digest}`
  return createHmac('sha256', signingKey(options)).update(stringToSign).digest('hex')
}

/**
 * The last keys of the chain that were needed, newest last. A key is good for one secret, day and region; making it anew
 * for each of thousands of small files costs more than the rest of the signature.
 */
const recentKeys = new Map<string, KeyObject>()
const mostRecentKeys = 16

function signingKey(options: V4Options): KeyObject {
  const name = `${scope(options)}\n${options.credentials.accessKeySecret}`
  const known = recentKeys.get(name)
  if (known) return known
  const key = createSecretKey(signingKeysV4(options).at(-1) ?? Buffer.alloc(0))
  const [oldest] = recentKeys.keys()
  if (recentKeys.size >= mostRecentKeys && oldest !== undefined) recentKeys.delete(oldest)
  recentKeys.set(name, key)
  return key
}

function additionalNames(headers: Readonly<Record<string, string>>, options: V4Options): string[] {
  if (options.additionalHeaders === undefined) return []
  const names = new Set(options.additionalHeaders.map((name) => name.toLowerCase()))
  return [...names].filter((name) => name in headers && !signedByDefault.test(name)).sort()
}

function scope(options: V4Options): string {
  return `${compactDate(options.date).slice(0, 8)}/${options.region}/oss/aliyun_v4_request`
}

/** Thousands of requests are signed within one second. */
let lastDate = { second: Number.NaN, text: '' }

/** `20231114T221320Z` */
function compactDate(date: Date): string {
  const second = Math.floor(date.getTime() / 1000)
  if (second !== lastDate.second) {
    lastDate = { second, text: `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z` }
  }
  return lastDate.text
}
