import {
  type Address,
  bucketAddress,
  checkEncryption,
  type Endpoint,
  parseEndpoint,
  requestTarget,
  serviceAddress,
} from './addressing.ts'
import { badInput } from './bad-input.ts'
import type { Credentials } from './credentials.ts'
import { checkCredentialLines, checkHeaderLines } from './header-lines.ts'
import { checkBucketName, checkRegion } from './names.ts'
import type { OssCall } from './oss-call.ts'
import type { CallContext } from './oss-error.ts'
import { presignV1, signV1 } from './sign-v1.ts'
import { presignV4, signV4 } from './sign-v4.ts'
import type { HttpRequest } from './transport.ts'

export interface BucketLocation {
  /** With scheme, e.g. `https://oss-cn-hangzhou.aliyuncs.com`. */
  endpoint: string
  /** Bare id, e.g. `cn-hangzhou`; V1 signatures do without. */
  region: string
  /** Empty for calls to the service alone (ListBuckets). */
  bucket: string
  signatureVersion: 'v4' | 'v1'
  isCustomDomain: boolean
  /** A person knows that everybody on the way can read along. Absent: `http:` is for this computer only. */
  allowPlainHttp?: boolean
}

const defaultAnswerBytes = 1024 * 1024
const defaultAnswerTimeoutMs = 120_000

/** Turns calls into signed HTTP requests for one bucket. */
export class RequestBuilder {
  readonly #location: BucketLocation
  readonly #endpoint: Endpoint
  #bucketAddress: Address | null = null

  /** Throws `UploadError` for an endpoint, bucket or region that cannot be right. */
  constructor(location: BucketLocation) {
    this.#endpoint = parseEndpoint(location.endpoint)
    checkEncryption(this.#endpoint, location.allowPlainHttp ?? false)
    if (location.bucket !== '') checkBucketName(location.bucket)
    if (location.signatureVersion === 'v4') checkRegion(location.region)
    this.#location = location
  }

  /** `date` is the time of signing by the server's clock. */
  build(call: OssCall, credentials: Credentials, date: Date): HttpRequest {
    const { signatureVersion, region, bucket } = this.#location
    const { key = '', query = {} } = call
    const headers = { 'user-agent': 'stevedore', ...call.headers }
    checkHeaderLines(headers)
    checkCredentialLines(credentials)
    const signable = { method: call.method, ...(!call.isServiceCall && { bucket }), key, query, headers }
    const signature =
      signatureVersion === 'v4'
        ? signV4(signable, { credentials, region, date })
        : signV1(signable, { credentials, date })
    const address = this.#address(call)
    return {
      origin: address.origin,
      method: call.method,
      target: requestTarget(address, key, query),
      headers: { ...headers, ...signature },
      ...(call.body && { body: call.body }),
      signal: call.signal,
      answerTimeoutMs: call.answerTimeoutMs ?? defaultAnswerTimeoutMs,
      maxAnswerBytes: call.maxAnswerBytes ?? defaultAnswerBytes,
    }
  }

  /** A URL that lets anyone do this one thing for `expiresSeconds` from `date`. */
  presign(
    link: { method: 'GET' | 'PUT'; key: string; expiresSeconds: number },
    credentials: Credentials,
    date: Date,
  ): string {
    const { signatureVersion, region, bucket } = this.#location
    const { method, key, expiresSeconds } = link
    const signable = { method, bucket, key, query: {}, headers: {} }
    const query =
      signatureVersion === 'v4'
        ? presignV4(signable, { credentials, region, date, expiresSeconds })
        : presignV1(signable, { credentials, expiresAt: Math.floor(date.getTime() / 1000) + expiresSeconds })
    const address = this.#address({})
    return `${address.origin}${requestTarget(address, key, query)}`
  }

  /** For objects that everyone may read. */
  publicUrl(key: string): string {
    const address = this.#address({})
    return `${address.origin}${requestTarget(address, key, {})}`
  }

  /** What an error about this call has to name. */
  context(call: OssCall): CallContext {
    const host = new URL(this.#address(call).origin).host
    return { action: call.action, bucket: this.#location.bucket, key: call.key ?? '', host }
  }

  #address(call: Pick<OssCall, 'isServiceCall'>): Address {
    const { isCustomDomain } = this.#location
    if (!call.isServiceCall) {
      this.#bucketAddress ??= this.#addressOfBucket()
      return this.#bucketAddress
    }
    if (isCustomDomain) {
      throw badInput(
        'NoServiceEndpoint',
        'A custom domain belongs to one bucket; buckets can only be listed at an endpoint of OSS.',
      )
    }
    return serviceAddress(this.#endpoint)
  }

  #addressOfBucket(): Address {
    const { bucket, isCustomDomain } = this.#location
    checkBucketName(bucket)
    return bucketAddress(this.#endpoint, bucket, isCustomDomain)
  }
}
