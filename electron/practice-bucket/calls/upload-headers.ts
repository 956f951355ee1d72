import type { StoredHeaders } from '../storage/stored-headers.ts'
import { invalidArgument, OssError } from '../wire/oss-error.ts'
import { percentDecode } from '../wire/percent-encoding.ts'
import type { RequestHeaders } from '../wire/request-headers.ts'

const storageClasses = ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive']
const acls = ['default', 'private', 'public-read', 'public-read-write']
const maxUserMetadataBytes = 8192

/** The headers PutObject and InitiateMultipartUpload fix an object with; wrong values are OSS's 400 errors. */
export function readUploadHeaders(headers: RequestHeaders): StoredHeaders {
  const stored: StoredHeaders = {
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    storageClass: readStorageClass(headers),
  }
  const cacheControl = headers.get('cache-control')
  const contentDisposition = headers.get('content-disposition')
  const contentEncoding = headers.get('content-encoding')
  const contentLanguage = headers.get('content-language')
  const expires = headers.get('expires')
  const userMetadata = readUserMetadata(headers)
  const tags = readTags(headers.get('x-oss-tagging'))
  const encryption = readEncryption(headers)
  return {
    ...stored,
    ...(cacheControl === undefined ? {} : { cacheControl }),
    ...(contentDisposition === undefined ? {} : { contentDisposition }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(contentLanguage === undefined ? {} : { contentLanguage }),
    ...(expires === undefined ? {} : { expires }),
    ...(userMetadata === undefined ? {} : { userMetadata }),
    ...(tags === undefined ? {} : { tags }),
    ...(encryption === undefined ? {} : { encryption }),
  }
}

/** `x-oss-object-acl`; taken by PutObject and CompleteMultipartUpload. */
export function readObjectAcl(headers: RequestHeaders): string | undefined {
  const acl = headers.get('x-oss-object-acl')
  if (acl === undefined || acls.includes(acl)) return acl
  throw invalidArgument('The ACL is not supported.', 'x-oss-object-acl', acl)
}

/** `x-oss-forbid-overwrite`: `true` or `false`. */
export function readForbidOverwrite(headers: RequestHeaders): boolean {
  const value = headers.get('x-oss-forbid-overwrite') ?? 'false'
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  throw invalidArgument('x-oss-forbid-overwrite must be true or false.', 'x-oss-forbid-overwrite', value)
}

function readStorageClass(headers: RequestHeaders): string {
  const value = headers.get('x-oss-storage-class') ?? 'Standard'
  if (storageClasses.includes(value)) return value
  throw invalidArgument('The storage class is not supported.', 'x-oss-storage-class', value)
}

function readUserMetadata(headers: RequestHeaders): Record<string, string> | undefined {
  const entries = [...headers].filter(([name]) => name.startsWith('x-oss-meta-'))
  let sizeBytes = 0
  for (const [name, value] of entries) {
    if (!/^x-oss-meta-[a-z0-9-]+$/.test(name)) {
      throw invalidArgument('Names of user metadata are letters, digits and hyphens.', name, value)
    }
    sizeBytes += name.length - 'x-oss-meta-'.length + value.length
  }
  if (sizeBytes > maxUserMetadataBytes) {
    throw new OssError(
      400,
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed size of 8 KB.',
    )
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function readTags(tagging: string | undefined): Record<string, string> | undefined {
  if (tagging === undefined || tagging === '') return undefined
  const bad = (why: string) => new OssError(400, 'InvalidTag', why, { fields: { Tagging: tagging } })
  const tags = new Map<string, string>()
  for (const pair of tagging.split('&')) {
    const equals = pair.indexOf('=')
    const key = percentDecode((equals === -1 ? pair : pair.slice(0, equals)).replaceAll('+', '%20'))
    const value = equals === -1 ? '' : percentDecode(pair.slice(equals + 1).replaceAll('+', '%20'))
    if (key === undefined || value === undefined) throw bad('A tag is not percent-encoded UTF-8.')
    if (key === '' || Buffer.byteLength(key) > 128) throw bad('The key of a tag must be 1 to 128 bytes.')
    if (Buffer.byteLength(value) > 256) throw bad('The value of a tag must not exceed 256 bytes.')
    if (tags.has(key)) throw bad('The keys of tags must be unique.')
    tags.set(key, value)
  }
  if (tags.size > 10) throw bad('An object has at most 10 tags.')
  return Object.fromEntries(tags)
}

function readEncryption(headers: RequestHeaders): StoredHeaders['encryption'] {
  const algorithm = headers.get('x-oss-server-side-encryption')
  const keyId = headers.get('x-oss-server-side-encryption-key-id')
  const dataEncryption = headers.get('x-oss-server-side-data-encryption')
  if (algorithm === undefined) {
    if (keyId === undefined && dataEncryption === undefined) return undefined
    throw invalidArgument(
      'A key id needs x-oss-server-side-encryption: KMS.',
      'x-oss-server-side-encryption',
      '',
    )
  }
  if (!['AES256', 'KMS', 'SM4'].includes(algorithm)) {
    throw new OssError(400, 'InvalidEncryptionAlgorithmError', 'The encryption algorithm is not supported.')
  }
  if (algorithm !== 'KMS' && (keyId !== undefined || dataEncryption !== undefined)) {
    throw invalidArgument('A key id is only used with KMS.', 'x-oss-server-side-encryption', algorithm)
  }
  if (dataEncryption !== undefined && dataEncryption !== 'SM4') {
    throw invalidArgument(
      'The data encryption must be SM4.',
      'x-oss-server-side-data-encryption',
      dataEncryption,
    )
  }
  return {
    algorithm,
    ...(keyId === undefined ? {} : { keyId }),
    ...(dataEncryption === undefined ? {} : { dataEncryption }),
  }
}

/** What the answers to Put, Initiate, Head and Get repeat. */
export function encryptionHeaders({ encryption }: StoredHeaders): Record<string, string> {
  if (encryption === undefined) return {}
  return {
    'x-oss-server-side-encryption': encryption.algorithm,
    ...(encryption.keyId === undefined ? {} : { 'x-oss-server-side-encryption-key-id': encryption.keyId }),
    ...(encryption.dataEncryption === undefined
      ? {}
      : { 'x-oss-server-side-data-encryption': encryption.dataEncryption }),
  }
}
