import type { Dispatcher } from 'undici'
import type { ObjectStore } from '../engine/ports/object-store.ts'
import {
  type BucketInfo,
  type BucketSummary,
  createBucket,
  getBucketInfo,
  type ListedObject,
  listBuckets,
  listObjects,
} from './bucket-calls.ts'
import type { CredentialProvider } from './credentials.ts'
import {
  abortMultipartUpload,
  completeMultipartUpload,
  initiateMultipartUpload,
  uploadPart,
} from './multipart-calls.ts'
import { listMultipartUploads, listParts } from './multipart-listings.ts'
import { deleteObject, getObject, headObject, probe, putObject } from './object-calls.ts'
import { OssConnection } from './oss-connection.ts'
import { presignedUrl } from './presigned-url.ts'
import { createDispatcher } from './proxy-dispatcher.ts'

export interface OssStoreOptions {
  /** With scheme, e.g. `https://oss-cn-hangzhou.aliyuncs.com` or `http://127.0.0.1:9000`. */
  endpoint: string
  /** Bare id, e.g. `cn-hangzhou`; needed for V4. */
  region: string
  /** Empty only for `listBuckets`. */
  bucket: string
  signatureVersion?: 'v4' | 'v1'
  /** The bucket is reached by a domain of its own (CNAME). */
  isCustomDomain?: boolean
  /** Allows an `http:` endpoint on another computer; see `checkEncryption`. */
  allowPlainHttp?: boolean
  credentials: CredentialProvider
  /** The way out, e.g. through a proxy; it stays the caller's to close. Absent: connections of the store's own. */
  dispatcher?: Dispatcher
  /** Unix milliseconds by this computer's clock. */
  now?: () => number
}

/** The engine's port, and what destinations, tools and tests need besides. */
export interface OssStore extends ObjectStore {
  getObject(input: Parameters<typeof getObject>[1]): ReturnType<typeof getObject>
  deleteObject(input: { key: string; signal: AbortSignal }): Promise<void>
  listObjects(input: { prefix: string; signal: AbortSignal }): AsyncGenerator<ListedObject>
  getBucketInfo(signal: AbortSignal): Promise<BucketInfo>
  createBucket(signal: AbortSignal): Promise<void>
  /** Names no bucket: goes to the service itself. */
  listBuckets(signal: AbortSignal): Promise<BucketSummary[]>
  /** A link to one object, see `presignedUrl`. */
  presignedUrl(input: Parameters<typeof presignedUrl>[1]): Promise<string>
  /** The address of an object that everyone may read. */
  publicUrl(key: string): string
  /** Whether what is signed now dies with a token, and when (Unix milliseconds, null where not known). */
  credentialLife(): Promise<{ isTemporary: boolean; expiresAt: number | null }>
  /** Cuts what is still running and closes the connections. */
  close(): Promise<void>
}

/** Opens one bucket with one set of credentials. Throws `UploadError` for options that cannot be right. */
export function createOssStore(options: OssStoreOptions): OssStore {
  const ownDispatcher = options.dispatcher ? null : createDispatcher()
  const connection = new OssConnection({
    endpoint: options.endpoint,
    region: options.region,
    bucket: options.bucket,
    signatureVersion: options.signatureVersion ?? 'v4',
    isCustomDomain: options.isCustomDomain ?? false,
    allowPlainHttp: options.allowPlainHttp ?? false,
    credentials: options.credentials,
    dispatcher: options.dispatcher ?? ownDispatcher ?? createDispatcher(),
    now: options.now ?? Date.now,
  })
  return {
    putObject: (input) => putObject(connection, input),
    initiateMultipartUpload: (input) => initiateMultipartUpload(connection, input),
    uploadPart: (input) => uploadPart(connection, input),
    listParts: (input) => listParts(connection, input),
    completeMultipartUpload: (input) => completeMultipartUpload(connection, input),
    abortMultipartUpload: (input) => abortMultipartUpload(connection, input),
    headObject: (input) => headObject(connection, input),
    listMultipartUploads: (input) => listMultipartUploads(connection, input),
    probe: (signal) => probe(connection, signal),
    getObject: (input) => getObject(connection, input),
    deleteObject: (input) => deleteObject(connection, input),
    listObjects: (input) => listObjects(connection, input),
    getBucketInfo: (signal) => getBucketInfo(connection, signal),
    createBucket: (signal) => createBucket(connection, signal),
    listBuckets: (signal) => listBuckets(connection, signal),
    presignedUrl: (input) => presignedUrl(connection, input),
    publicUrl: (key) => connection.publicUrl(key),
    credentialLife: () => connection.credentialLife(),
    close: async () => {
      await ownDispatcher?.destroy()
    },
  }
}
