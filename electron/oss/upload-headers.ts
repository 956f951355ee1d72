import { metadataLimits } from '../../shared/metadata-limits.ts'
import type { ObjectMetadata } from '../../shared/object-metadata.ts'
import { badInput, shown } from './bad-input.ts'
import { callbackHeaders } from './callback-headers.ts'
import { percentEncode } from './percent-encode.ts'

type Headers = Record<string, string>

const {
  trafficLimitBitsPerSecond: trafficLimitRange,
  userMetadataBytes: maxUserMetadataBytes,
  tags: maxTags,
  tagKeyBytes: maxTagKeyBytes,
  tagValueBytes: maxTagValueBytes,
} = metadataLimits

/**
 * Which header goes with which call: what the object is (type, metadata, storage class, tags, encryption) is fixed as
 * it begins, who may read it and whom to tell as it is completed; the traffic limit is per request with a body.
 * Values are checked; throws `UploadError` that names the header and the limit.
 */
export function headersForPut(metadata: ObjectMetadata): Headers {
  return {
    ...contentHeaders(metadata),
    ...aclHeader(metadata),
    ...callbackHeaders(metadata.callback),
    ...forbidOverwriteHeader(metadata),
    ...trafficLimitHeader(metadata),
  }
}

export function headersForInitiate(metadata: ObjectMetadata): Headers {
  return { ...contentHeaders(metadata), ...forbidOverwriteHeader(metadata) }
}

export function headersForPart(metadata: ObjectMetadata): Headers {
  return trafficLimitHeader(metadata)
}

export function headersForComplete(metadata: ObjectMetadata): Headers {
  return {
    ...aclHeader(metadata),
    ...callbackHeaders(metadata.callback),
    ...forbidOverwriteHeader(metadata),
  }
}

function contentHeaders(metadata: ObjectMetadata): Headers {
  const headers: Headers = {
    'content-type': metadata.contentType || 'application/octet-stream',
    ...(metadata.cacheControl && { 'cache-control': metadata.cacheControl }),
    ...(metadata.contentDisposition && { 'content-disposition': metadata.contentDisposition }),
    ...(metadata.contentEncoding && { 'content-encoding': metadata.contentEncoding }),
    ...(metadata.expires && { expires: metadata.expires }),
    ...(metadata.storageClass && { 'x-oss-storage-class': metadata.storageClass }),
    ...encryptionHeaders(metadata),
    ...userMetadataHeaders(metadata.userMetadata ?? {}),
    ...tagHeader(metadata.tags ?? {}),
  }
  for (const [name, value] of Object.entries(headers)) checkHeaderValue(name, value)
  return headers
}

function checkHeaderValue(name: string, value: string): void {
  if (!/\p{Cc}/u.test(value.replaceAll('\t', ' ')) && value.isWellFormed() && value.trim() === value) return
  throw badInput(
    'HeaderValueInvalid',
    `The value of ${name} ("${shown(value)}") may not hold line breaks or control characters, nor begin or end with a space.`,
    { name, value: shown(value) },
  )
}

function encryptionHeaders({ encryption }: ObjectMetadata): Headers {
  if (!encryption) return {}
  return {
    'x-oss-server-side-encryption': encryption.algorithm,
    ...(encryption.algorithm === 'KMS' &&
      encryption.keyId && { 'x-oss-server-side-encryption-key-id': encryption.keyId }),
  }
}

function userMetadataHeaders(userMetadata: Record<string, string>): Headers {
  const entries = Object.entries(userMetadata)
  const wrong = entries.find(([name]) => !/^[A-Za-z0-9-]+$/.test(name))
  if (wrong) {
    throw badInput(
      'MetadataNameInvalid',
      `"${shown(wrong[0])}" cannot be the name of user metadata: letters, digits and hyphens only.`,
      { name: shown(wrong[0]) },
    )
  }
  const sizeBytes = Buffer.byteLength(entries.flat().join(''))
  if (sizeBytes > maxUserMetadataBytes) {
    throw badInput(
      'MetadataTooLarge',
      `The user metadata has ${sizeBytes} bytes; OSS takes at most ${maxUserMetadataBytes}.`,
      { sizeBytes, max: maxUserMetadataBytes },
    )
  }
  return Object.fromEntries(entries.map(([name, value]) => [`x-oss-meta-${name.toLowerCase()}`, value]))
}

function tagHeader(tags: Record<string, string>): Headers {
  const entries = Object.entries(tags)
  if (entries.length === 0) return {}
  if (entries.length > maxTags) {
    throw badInput('TooManyTags', `${entries.length} tags; an object takes at most ${maxTags}.`, {
      count: entries.length,
      max: maxTags,
    })
  }
  for (const [key, value] of entries) checkTag(key, value)
  const text = entries.map(([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`).join('&')
  return { 'x-oss-tagging': text }
}

function checkTag(key: string, value: string): void {
  const isRight =
    key !== '' &&
    key.isWellFormed() &&
    value.isWellFormed() &&
    Buffer.byteLength(key) <= maxTagKeyBytes &&
    Buffer.byteLength(value) <= maxTagValueBytes
  if (isRight) return
  throw badInput(
    'TagInvalid',
    `The tag "${shown(key)}" is not possible: a key has 1 to ${maxTagKeyBytes} bytes, a value at most ${maxTagValueBytes}.`,
    { key: shown(key), maxKeyBytes: maxTagKeyBytes, maxValueBytes: maxTagValueBytes },
  )
}

function aclHeader({ acl }: ObjectMetadata): Headers {
  return acl ? { 'x-oss-object-acl': acl } : {}
}

function forbidOverwriteHeader({ forbidOverwrite }: ObjectMetadata): Headers {
  return forbidOverwrite ? { 'x-oss-forbid-overwrite': 'true' } : {}
}

function trafficLimitHeader({ trafficLimitBitsPerSecond: limit }: ObjectMetadata): Headers {
  if (limit === undefined) return {}
  const [min, max] = trafficLimitRange
  if (!Number.isInteger(limit) || limit < min || limit > max) {
    throw badInput(
      'TrafficLimitOutOfRange',
      `The traffic limit is ${limit} bit/s; OSS takes ${min} to ${max} (100 KB/s to 100 MB/s).`,
      { limit, min, max },
    )
  }
  return { 'x-oss-traffic-limit': String(limit) }
}
