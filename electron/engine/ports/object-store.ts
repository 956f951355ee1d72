import type { ObjectMetadata } from '../../../shared/object-metadata.ts'
import type { UploadErrorData } from '../../../shared/upload-error.ts'

/**
 * A body of known length. `chunks()` may be called once; bytes count as sent when they are pulled.
 * Chunks live in memory that is used again: one is safe until 256 KiB more have been pulled after it. So write each
 * to the socket before asking for the next and wait for `drain` when the socket says so; never collect chunks.
 * What `chunks()` throws (the file changed, the run was cut) must come out of the request as it is or as `cause`.
 */
export interface RequestBody {
  lengthBytes: number
  chunks(): AsyncIterable<Uint8Array>
  /** All of it at once, where it is small and in memory for good; may be called instead of `chunks()`. */
  whole?(): Promise<Uint8Array>
}

/** `crc64` is unsigned decimal text as OSS writes it; null when the answer has none. `etag` is without quotes. */
export interface StoredPart {
  etag: string
  crc64: string | null
  requestId: string
}

export interface StoredObject extends StoredPart {
  /** The object is stored but OSS could not call the callback (203 `CallbackFailed`, R19). */
  callbackError: UploadErrorData | null
}

/** One part as ListParts tells it. */
export interface RemotePart {
  partNumber: number
  sizeBytes: number
  etag: string
  crc64: string | null
}

export interface ObjectHead {
  sizeBytes: number
  etag: string
  crc64: string | null
  lastModified: number
}

export interface OpenMultipartUpload {
  key: string
  uploadId: string
  initiatedAt: number
}

/** One bucket, reached with one set of credentials. Does not retry: it classifies what went wrong and throws. */
export interface ObjectStore {
  /** With `contentMd5` (base64) OSS refuses a body that was damaged on its way, instead of storing it as it came. */
  putObject(input: {
    key: string
    body: RequestBody
    metadata: ObjectMetadata
    contentMd5?: string
    signal: AbortSignal
  }): Promise<StoredObject>
  initiateMultipartUpload(input: {
    key: string
    metadata: ObjectMetadata
    signal: AbortSignal
  }): Promise<string>
  uploadPart(input: {
    key: string
    uploadId: string
    partNumber: number
    body: RequestBody
    metadata: ObjectMetadata
    signal: AbortSignal
  }): Promise<StoredPart>
  /** All parts, to the last page, ascending. Throws `NoSuchUpload` (class `restart`). */
  listParts(input: { key: string; uploadId: string; signal: AbortSignal }): Promise<RemotePart[]>
  completeMultipartUpload(input: {
    key: string
    uploadId: string
    parts: readonly { partNumber: number; etag: string }[]
    metadata: ObjectMetadata
    signal: AbortSignal
  }): Promise<StoredObject>
  /** An upload id the server does not know counts as aborted. */
  abortMultipartUpload(input: { key: string; uploadId: string; signal: AbortSignal }): Promise<void>
  /** Null when there is no such object. */
  headObject(input: { key: string; signal: AbortSignal }): Promise<ObjectHead | null>
  /** All open multipart uploads whose key begins with `prefix`, to the last page. */
  listMultipartUploads(input: { prefix: string; signal: AbortSignal }): Promise<OpenMultipartUpload[]>
  /** Cheap request that tells whether anything answers at all; throws what a real request would. */
  probe(signal: AbortSignal): Promise<void>
}

/** Opens the store behind a destination; throws `UploadError` (class `auth`) while its secret is missing. */
export interface ObjectStores {
  open(destinationId: string): Promise<ObjectStore>
}
