/** What can be set on an object as it is uploaded (R18, R19). Everything is optional; absent means OSS's default. */
export interface ObjectMetadata {
  contentType?: string
  cacheControl?: string
  contentDisposition?: string
  contentEncoding?: string
  /** RFC 1123 date. */
  expires?: string
  /** Names without the `x-oss-meta-` prefix: letters, digits, `-`; 8 KB in total. */
  userMetadata?: Record<string, string>
  acl?: 'default' | 'private' | 'public-read' | 'public-read-write'
  storageClass?: 'Standard' | 'IA' | 'Archive' | 'ColdArchive' | 'DeepColdArchive'
  /** At most 10; key up to 128 bytes, value up to 256 bytes. */
  tags?: Record<string, string>
  encryption?: { algorithm: 'AES256' | 'SM4' } | { algorithm: 'KMS'; keyId?: string }
  /** 409 `FileAlreadyExists` instead of replacing; without effect on versioned buckets. */
  forbidOverwrite?: boolean
  callback?: UploadCallback
  /** Bits per second per connection, 819,200 to 838,860,800. */
  trafficLimitBitsPerSecond?: number
}

/** OSS posts to `url` once the object is stored (R19). */
export interface UploadCallback {
  /** Up to five, tried in turn. */
  urls: string[]
  body: string
  bodyType?: 'application/x-www-form-urlencoded' | 'application/json'
  host?: string
  /** Names begin with `x:` and are lower case. */
  variables?: Record<string, string>
}

/** What to do when the key already exists in the bucket. */
export const conflictPolicies = ['overwrite', 'skip', 'rename', 'different'] as const
export type ConflictPolicy = (typeof conflictPolicies)[number]

/** The policy of its own that a file has, by object key; keys can be any text, `constructor` too. */
export function exceptionFor(
  exceptions: Readonly<Record<string, ConflictPolicy>> | undefined,
  objectKey: string,
): ConflictPolicy | null {
  return exceptions && Object.hasOwn(exceptions, objectKey) ? (exceptions[objectKey] ?? null) : null
}
