import { createHmac } from 'node:crypto'
import type { RequestHeaders } from '../wire/request-headers.ts'
import type { Query } from '../wire/request-target.ts'
import { asBytes, compareBytes, signedResource } from './canonical-bytes.ts'
import { isSubResource } from './sub-resources.ts'

export interface V1Input {
  method: string
  resource: { bucket?: string; key?: string }
  query: Query
  headers: RequestHeaders
  /** The date slot: `x-oss-date`, else `Date`; in a signed URL the value of `Expires`. */
  date: string
}

/** One character per byte. The resource and its parameters stand in it decoded, not percent-encoded. */
export function stringToSignV1(input: V1Input): string {
  const ossHeaders = [...input.headers]
    .filter(([name]) => name.startsWith('x-oss-'))
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([name, value]) => `${name}:${value.trim()}\n`)
    .join('')
  const parameters = [...input.query]
    .filter(([name]) => isSubResource(name))
    .map(([name, value]): [string, string] => [asBytes(name), asBytes(value)])
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&')
  return [
    input.method,
    input.headers.get('content-md5') ?? '',
    input.headers.get('content-type') ?? '',
    input.date,
    `${ossHeaders}${asBytes(signedResource(input.resource))}${parameters === '' ? '' : `?${parameters}`}`,
  ].join('\n')
}

/** Base64 of HMAC-SHA1. */
export function signV1(input: V1Input, secret: string): string {
  return createHmac('sha1', secret).update(stringToSignV1(input), 'latin1').digest('base64')
}
