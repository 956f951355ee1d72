import { createHash, createHmac } from 'node:crypto'
import { percentEncode, percentEncodePath } from '../wire/percent-encoding.ts'
import type { RequestHeaders } from '../wire/request-headers.ts'
import type { Query } from '../wire/request-target.ts'
import { asBytes, compareBytes, signedResource } from './canonical-bytes.ts'

export const v4Algorithm = 'OSS4-HMAC-SHA256'

export interface V4Input {
  method: string
  resource: { bucket?: string; key?: string }
  query: Query
  headers: RequestHeaders
  /** Lower case, as announced by the client. */
  additionalHeaders: readonly string[]
  /** `20231114T221320Z`. */
  signingDate: string
  region: string
}

/** `content-type`, `content-md5` and every `x-oss-` header are signed if present; nothing else unless it is announced. */
export function isSignedByDefault(name: string): boolean {
  return name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-')
}

/** The canonical request, one character per byte. `x-oss-signature` in the query is left out: it is the result. */
export function canonicalRequestV4(input: V4Input): string {
  const query = [...input.query]
    .filter(([name]) => name !== 'x-oss-signature')
    .map(([name, value]): [string, string] => [percentEncode(name), percentEncode(value)])
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&')
  const additional = [...new Set(input.additionalHeaders)].filter((name) => !isSignedByDefault(name)).sort()
  const headers = [...input.headers]
    .filter(([name]) => isSignedByDefault(name) || additional.includes(name))
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([name, value]) => `${name}:${value.trim()}\n`)
    .join('')
  return [
    input.method,
    percentEncodePath(signedResource(input.resource)),
    query,
    headers,
    additional.join(';'),
    input.headers.get('x-oss-content-sha256') ?? 'UNSIGNED-PAYLOAD',
  ].join('\n')
}

/** Scope of the signing key: `20231114/cn-shanghai/oss/aliyun_v4_request`. */
export function scopeV4(input: Pick<V4Input, 'signingDate' | 'region'>): string {
  return `${input.signingDate.slice(0, 8)}/${input.region}/oss/aliyun_v4_request`
}

/** `OSS4-HMAC-SHA256 \n date \n scope \n hex(sha256(canonical request))`. */
export function stringToSignV4(input: V4Input): string {
  const digest = createHash('sha256').update(canonicalRequestV4(input), 'latin1').digest('hex')
  return [v4Algorithm, input.signingDate, scopeV4(input), digest].join('\n')
}

/** Lower-case hex. The key is derived step by step: date, region, product, then the word `aliyun_v4_request`. */
export function signV4(input: V4Input, secret: string): string {
  const hmac = (key: Buffer | string, text: string) =>
    createHmac('sha256', key).update(text, 'latin1').digest()
  const dateKey = hmac(`aliyun_v4${secret}`, input.signingDate.slice(0, 8))
  const signingKey = hmac(hmac(hmac(dateKey, asBytes(input.region)), 'oss'), 'aliyun_v4_request')
  return hmac(signingKey, stringToSignV4(input)).toString('hex')
}
