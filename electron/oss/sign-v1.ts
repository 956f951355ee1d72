import { createHmac } from 'node:crypto'
import type { Query } from './addressing.ts'
import type { Credentials } from './credentials.ts'
import { byName, resourcePath, type SignableRequest } from './signable-request.ts'

/** Query parameters that are part of the signed resource; besides these, every one that begins with `x-oss-`. */
const subResources = new Set([
  'acl',
  'append',
  'bucketInfo',
  'callback',
  'callback-var',
  'continuation-token',
  'delete',
  'encryption',
  'lifecycle',
  'location',
  'objectMeta',
  'partNumber',
  'policy',
  'position',
  'regionList',
  'requestPayment',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'restore',
  'security-token',
  'sequential',
  'stat',
  'symlink',
  'tagging',
  'transferAcceleration',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
  'website',
])

export interface V1Options {
  credentials: Credentials
  /** Time of signing, by the server's clock. */
  date: Date
}

/** The headers to add to `request`, `authorization` among them. */
export function signV1(request: SignableRequest, options: V1Options): Record<string, string> {
  const { accessKeyId, securityToken } = options.credentials
  const added: Record<string, string> = {
    // `x-oss-date` counts before `Date`, and nothing on the way rewrites it.
    'x-oss-date': options.date.toUTCString(),
    ...(securityToken && { 'x-oss-security-token': securityToken }),
  }
  const complete = { ...request, headers: { ...request.headers, ...added } }
  const signature = hmac(stringToSignV1(complete), options.credentials)
  return { ...added, authorization: `OSS ${accessKeyId}:${signature}` }
}

/** The query of a presigned URL that is good until `expiresAt` (Unix seconds). */
export function presignV1(
  request: SignableRequest,
  options: { credentials: Credentials; expiresAt: number },
): Query {
  const { accessKeyId, securityToken } = options.credentials
  const query = { ...request.query, ...(securityToken && { 'security-token': securityToken }) }
  const text = stringToSignV1({ ...request, query }, String(options.expiresAt))
  return {
    ...query,
    OSSAccessKeyId: accessKeyId,
    Expires: String(options.expiresAt),
    Signature: hmac(text, options.credentials),
  }
}

/** The signed text. `dateSlot` is the expiry of a presigned URL; otherwise the date headers fill it. */
export function stringToSignV1(request: SignableRequest, dateSlot?: string): string {
  const { headers } = request
  const ossHeaders = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-oss-'))
    .sort(byName)
    .map(([name, value]) => `${name}:${value.trim()}\n`)
  return [
    request.method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    dateSlot ?? headers['x-oss-date'] ?? headers.date ?? '',
    `${ossHeaders.join('')}${canonicalResource(request)}`,
  ].join('\n')
}

function canonicalResource(request: SignableRequest): string {
  const signed = Object.entries(request.query)
    .filter(([name]) => subResources.has(name) || name.startsWith('x-oss-'))
    .sort(byName)
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  return signed.length === 0 ? resourcePath(request) : `${resourcePath(request)}?${signed.join('&')}`
}

function hmac(text: string, credentials: Credentials): string {
  return createHmac('sha1', credentials.accessKeySecret).update(text).digest('base64')
}
