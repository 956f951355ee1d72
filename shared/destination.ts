import type { CredentialSource } from './credential-source.ts'
import type { ObjectMetadata } from './object-metadata.ts'
import type { UploadErrorData } from './upload-error.ts'

/** One bucket and prefix, and the way to it, as a person sets it up. Secrets are never part of it. */
interface DestinationFields {
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
  /** Shown so that people recognise the key; the secret never comes back out. Empty where credentials are fetched. */
  accessKeyId: string
  /** Absent: an AccessKey pair that a person typed. */
  credentialSource?: CredentialSource
}

/** Where uploads go. */
export interface Destination extends DestinationFields {
  id: string
  /** When the credentials in use end (Unix milliseconds); absent where that is not known. */
  credentialsExpireAt?: number
  /** Why uploads to it wait for credentials; absent while none does. */
  credentialProblem?: UploadErrorData
  /** False while the secret is missing, e.g. a session-only key after a restart. */
  hasSecret: boolean
  createdAt: number
}

/** What the editor sends. An absent secret keeps the stored one. */
export interface DestinationInput extends DestinationFields {
  id?: string
  accessKeySecret?: string
  securityToken?: string
  /** True keeps the secret in memory only. */
  sessionOnly?: boolean
}
