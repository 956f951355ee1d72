import type { CredentialSource } from './credential-source.ts'
import type { ObjectMetadata } from './object-metadata.ts'
import type { UploadErrorData } from './upload-error.ts'

/** Where uploads go: one bucket and prefix reached in one way. Secrets are never part of it. */
export interface Destination {
  id: string
  name: string
  /** `practice` is the bucket on this computer; the program starts its server by itself. */
  kind: 'oss' | 'practice'
  /** With scheme, e.g. `https://oss-cn-hangzhou.aliyuncs.com` or `http://127.0.0.1:9000`. */
  endpoint: string
  /** Bare region id, e.g. `cn-hangzhou`. */
  region: string
  bucket: string
  /** Joined in front of every object key; empty, or without a leading and with a trailing `/`. */
  prefix: string
  signatureVersion: 'v4' | 'v1'
  /** The bucket is reached by a domain of its own (CNAME): the bucket is not part of the URL. */
  isCustomDomain: boolean
  /** The person allows an `http:` endpoint on another computer, knowing that everybody on the way can read along. */
  allowPlainHttp?: boolean
  metadata: ObjectMetadata
  /** Shown so that people recognise the key; the secret never comes back out. */
  accessKeyId: string
  /** Absent: an AccessKey pair that a person typed. */
  credentialSource?: CredentialSource
  /** When the credentials in use end (Unix milliseconds); absent where that is not known. */
  credentialsExpireAt?: number
  /** Why uploads to it wait for credentials; absent while none does. */
  credentialProblem?: UploadErrorData
  /** False while the secret is missing, e.g. a session-only key after a restart. */
  hasSecret: boolean
  createdAt: number
}

/** What the editor sends. An absent secret keeps the stored one. */
export interface DestinationInput {
  id?: string
  name: string
  kind: 'oss' | 'practice'
  endpoint: string
  region: string
  bucket: string
  prefix: string
  signatureVersion: 'v4' | 'v1'
  isCustomDomain: boolean
  allowPlainHttp?: boolean
  metadata: ObjectMetadata
  /** Empty where credentials are fetched. */
  accessKeyId: string
  credentialSource?: CredentialSource
  accessKeySecret?: string
  securityToken?: string
  /** True keeps the secret in memory only. */
  sessionOnly?: boolean
}
