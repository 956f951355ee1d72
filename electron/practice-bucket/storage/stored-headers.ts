/** What an upload fixes about its object besides the bytes. Values keep the header's bytes (latin1). */
export interface StoredHeaders {
  contentType: string
  cacheControl?: string
  contentDisposition?: string
  contentEncoding?: string
  contentLanguage?: string
  expires?: string
  /** By header name in lower case, `x-oss-meta-` included. */
  userMetadata?: Record<string, string>
  storageClass: string
  acl?: string
  tags?: Record<string, string>
  encryption?: { algorithm: string; keyId?: string; dataEncryption?: string }
}

/** One object as it is kept in the journal and in memory. */
export interface ObjectRecord {
  key: string
  /** Relative to the bucket's folder, `/` between names. */
  path: string
  sizeBytes: number
  /** Without quotes. */
  etag: string
  /** Unsigned decimal. */
  crc64: string
  /** Base64; only where OSS answers `Content-MD5`: single-request objects and sequential multipart uploads. */
  md5?: string
  /** Unix ms. */
  lastModified: number
  type: 'Normal' | 'Multipart'
  headers: StoredHeaders
}
