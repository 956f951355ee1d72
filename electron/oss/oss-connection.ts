import type { Dispatcher } from 'undici'
import { UploadError } from '../../shared/upload-error.ts'
import type { RequestBody } from '../engine/ports.ts'
import {
  type Address,
  bucketAddress,
  type Endpoint,
  parseEndpoint,
  type Query,
  requestTarget,
  serviceAddress,
} from './addressing.ts'
import type { CredentialProvider, Credentials } from './credentials.ts'
import { refusedCredentialCodes } from './error-table.ts'
import { checkBucketName, checkRegion } from './names.ts'
import { type CallContext, ossError } from './oss-error.ts'
import { ServerClock } from './server-clock.ts'
import { presignV1, signV1 } from './sign-v1.ts'
import { presignV4, signV4 } from './sign-v4.ts'
import { type HttpAnswer, type HttpRequest, readAnswerBody, send, sendForStream } from './transport.ts'

export interface ConnectionOptions {
  /** With scheme, e.g. `https://oss-cn-hangzhou.aliyuncs.com`. */
  endpoint: string
  /** Bare id, e.g. `cn-hangzhou`; V1 signatures do without. */
  region: string
  /** Empty for calls to the service alone (ListBuckets). */
  bucket: string
  signatureVersion: 'v4' | 'v1'
  isCustomDomain: boolean
  credentials: CredentialProvider
  dispatcher: Dispatcher
  /** Unix milliseconds by this computer's clock. */
  now: () => number
}

/** One call as the functions of `*-calls.ts` describe it. */
export interface OssCall {
  method: HttpRequest['method']
  /** The permission it needs, e.g. `oss:PutObject`; named when it is missing (R22). */
  action: string
  /** Absent for calls to the bucket. */
  key?: string
  /** True for calls that name no bucket at all. */
  isServiceCall?: boolean
  query?: Query
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array | RequestBody
  signal: AbortSignal
  answerTimeoutMs?: number
  maxAnswerBytes?: number
}

/** Enough for every error and every small answer. */
const defaultAnswerBytes = 1024 * 1024
/** A part is answered once it is stored, which a busy server may take its time for. */
const defaultAnswerTimeoutMs = 120_000

type Outcome<T> = { value: T } | { refusal: HttpAnswer }

interface SignedRequest {
  request: HttpRequest
  context: CallContext
  credentials: Credentials
}

/** Signs at the moment of sending, sends, classifies; keeps the clock of the server. */
export class OssConnection {
  readonly bucket: string
  readonly #options: ConnectionOptions
  readonly #endpoint: Endpoint
  readonly #clock: ServerClock
  /** Targets whose last answer was `BadRequest`. */
  readonly #unreadable = new Set<string>()

  /** Throws `UploadError` for an endpoint, bucket or region that cannot be right. */
  constructor(options: ConnectionOptions) {
    this.#endpoint = parseEndpoint(options.endpoint)
    if (options.bucket !== '') checkBucketName(options.bucket)
    if (options.signatureVersion === 'v4') checkRegion(options.region)
    this.bucket = options.bucket
    this.#options = options
    this.#clock = new ServerClock(options.now)
  }

  /** Throws `UploadError` for every answer that is not a success (2xx). */
  async call(call: OssCall): Promise<HttpAnswer> {
    return await this.#perform(call, async (request) => {
      const answer = await send(this.#options.dispatcher, request)
      return isSuccess(answer) ? { value: answer } : { refusal: answer }
    })
  }

  /** The same with the body of a success as a stream, which must be read to its end or destroyed. */
  async callForStream(call: OssCall): ReturnType<typeof sendForStream> {
    return await this.#perform(call, async (request) => {
      const answer = await sendForStream(this.#options.dispatcher, request)
      return isSuccess(answer) ? { value: answer } : { refusal: await readWhole(answer, request) }
    })
  }

  /** A URL that lets anyone do this one thing for `expiresSeconds` from now, without credentials of their own. */
  async presign(input: { method: 'GET' | 'PUT'; key: string; expiresSeconds: number }): Promise<string> {
    const { signatureVersion, region } = this.#options
    const credentials = await this.#options.credentials.get()
    const signable = { method: input.method, bucket: this.bucket, key: input.key, query: {}, headers: {} }
    const date = new Date(this.#clock.now())
    const expiresAt = Math.floor(date.getTime() / 1000) + input.expiresSeconds
    const query =
      signatureVersion === 'v4'
        ? presignV4(signable, { credentials, region, date, expiresSeconds: input.expiresSeconds })
        : presignV1(signable, { credentials, expiresAt })
    const address = bucketAddress(this.#endpoint, this.bucket, this.#options.isCustomDomain)
    return `${address.origin}${requestTarget(address, input.key, query)}`
  }

  /** A 2xx answer as an error all the same, e.g. 203 `CallbackFailed`. */
  refusal(answer: HttpAnswer, call: OssCall): UploadError {
    return ossError(answer, this.#context(call))
  }

  /**
   * One try, and a second one at once when the answer showed that our clock or our credentials are off and that could
   * be put right. A body can be read only once: after that the caller has to try again (`transient`).
   */
  async #perform<T>(call: OssCall, attempt: (request: HttpRequest) => Promise<Outcome<T>>): Promise<T> {
    const body = watchUse(call.body)
    for (let isSecondTry = false; ; isSecondTry = true) {
      const signed = await this.#sign({ ...call, ...(body && { body: body.body }) })
      const outcome = await attempt(signed.request)
      if ('value' in outcome) {
        this.#unreadable.delete(signed.request.target)
        return outcome.value
      }
      const error = this.#secondBadRequest(ossError(outcome.refusal, signed.context), signed.request)
      if (isSecondTry || !this.#putRight(error, outcome.refusal, signed.credentials)) throw error
      if (body?.isUsed()) throw new UploadError({ ...error.data, retry: 'transient' })
    }
  }

  /** OSS could not read the request: damaged on the way (worth one more try), or wrong in itself. */
  #secondBadRequest(error: UploadError, { target }: HttpRequest): UploadError {
    if (error.code !== 'BadRequest') return error
    if (this.#unreadable.delete(target)) return new UploadError({ ...error.data, retry: 'fatal' })
    this.#unreadable.add(target)
    return error
  }

  #putRight(error: UploadError, answer: HttpAnswer, credentials: Credentials): boolean {
    if (this.#clock.learn(error, answer)) return true
    return refusedCredentialCodes.has(error.code) && this.#options.credentials.invalidate(credentials)
  }

  async #sign(call: OssCall): Promise<SignedRequest> {
    call.signal.throwIfAborted()
    const { signatureVersion, region } = this.#options
    const credentials = await this.#options.credentials.get()
    const { key = '', query = {} } = call
    const bucket = call.isServiceCall ? {} : { bucket: this.bucket }
    const headers = { 'user-agent': 'stevedore', ...call.headers }
    const signable = { method: call.method, ...bucket, key, query, headers }
    const date = new Date(this.#clock.now())
    const signature =
      signatureVersion === 'v4'
        ? signV4(signable, { credentials, region, date })
        : signV1(signable, { credentials, date })
    const address = this.#address(call)
    return {
      request: {
        origin: address.origin,
        method: call.method,
        target: requestTarget(address, key, query),
        headers: { ...headers, ...signature },
        ...(call.body && { body: call.body }),
        signal: call.signal,
        answerTimeoutMs: call.answerTimeoutMs ?? defaultAnswerTimeoutMs,
        maxAnswerBytes: call.maxAnswerBytes ?? defaultAnswerBytes,
      },
      context: this.#context(call),
      credentials,
    }
  }

  #address(call: OssCall): Address {
    return call.isServiceCall
      ? serviceAddress(this.#endpoint)
      : bucketAddress(this.#endpoint, this.bucket, this.#options.isCustomDomain)
  }

  #context(call: OssCall): CallContext {
    const host = new URL(this.#address(call).origin).host
    return { action: call.action, bucket: this.bucket, key: call.key ?? '', host }
  }
}

/** OSS leaves its request id on everything; a 200 without it is the log-in page of some network. */
function isSuccess(answer: Pick<HttpAnswer, 'status' | 'headers'>): boolean {
  return answer.status >= 200 && answer.status < 300 && 'x-oss-request-id' in answer.headers
}

async function readWhole(
  answer: Awaited<ReturnType<typeof sendForStream>>,
  request: HttpRequest,
): Promise<HttpAnswer> {
  return { ...answer, body: await readAnswerBody(answer.body, answer.status, request) }
}

function watchUse(body: OssCall['body']): { body: Uint8Array | RequestBody; isUsed(): boolean } | null {
  if (body === undefined) return null
  if (body instanceof Uint8Array) return { body, isUsed: () => false }
  let isUsed = false
  return {
    body: {
      lengthBytes: body.lengthBytes,
      chunks() {
        isUsed = true
        return body.chunks()
      },
    },
    isUsed: () => isUsed,
  }
}
