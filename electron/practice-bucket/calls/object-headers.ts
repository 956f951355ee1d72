import type { ObjectRecord } from '../storage/stored-headers.ts'
import { httpDate } from '../wire/dates.ts'
import { encryptionHeaders } from './upload-headers.ts'

/** The headers HeadObject and GetObject describe an object with; `Content-Length` is the whole object's. */
export function objectHeaders({ headers: stored, ...record }: ObjectRecord): Record<string, string> {
  const tagCount = Object.keys(stored.tags ?? {}).length
  return {
    'Content-Length': String(record.sizeBytes),
    'Content-Type': stored.contentType,
    ETag: `"${record.etag}"`,
    'Last-Modified': httpDate(record.lastModified),
    'Accept-Ranges': 'bytes',
    'x-oss-object-type': record.type,
    'x-oss-storage-class': stored.storageClass,
    'x-oss-hash-crc64ecma': record.crc64,
    ...optional('Content-MD5', record.md5),
    ...optional('Cache-Control', stored.cacheControl),
    ...optional('Content-Disposition', stored.contentDisposition),
    ...optional('Content-Encoding', stored.contentEncoding),
    ...optional('Content-Language', stored.contentLanguage),
    ...optional('Expires', stored.expires),
    ...optional('x-oss-tagging-count', tagCount === 0 ? undefined : String(tagCount)),
    ...stored.userMetadata,
    ...encryptionHeaders(stored),
  }
}

function optional(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value }
}
