import type { Dispatcher } from 'undici'
import { UploadError } from '../../shared/upload-error.ts'
import type { CredentialProvider, Credentials } from './credentials.ts'
import { refusedCredentialCodes } from './error-table.ts'
import type { OssCall } from './oss-call.ts'
import { ossError } from './oss-error.ts'
import { type BucketLocation, RequestBuilder } from './request-builder.ts'
import { ServerClock } from './server-clock.ts'
import {
  type HttpAnswer,
  type HttpRequest,
  readAnswerBody,
  send,
  sendForStream,
  unlessAborted,
} from './transport.ts'

export interface ConnectionOptions extends BucketLocation {
  credentials: CredentialProvider
  dispatcher: Dispatcher
  /** Unix milliseconds by this computer's clock. */
  now: () => number
}

type Outcome<T> = { value: T } | { refusal: HttpAnswer }

/** Signs at the moment of sending, sends, classifies; keeps the clock of the server. */
export class OssConnection {
  readonly #builder: RequestBuilder
  readonly #credentials: CredentialProvider
  readonly #dispatcher: Dispatcher
  readonly #clock: ServerClock
  /** Targets whose last answer was `BadRequest`. */
  readonly #unreadable = new Set<string>()

  /** Throws `UploadError` for an endpoint, bucket or region that cannot be right. */
  constructor(options: ConnectionOptions) {
    this.#builder = new RequestBuilder(options)
    this.#credentials = options.credentials
    this.#dispatcher = options.dispatcher
    this.#clock = new ServerClock(options.now)
  }

  /** Throws `UploadError` for every answer that is not a success (2xx). */
  async call(call: OssCall): Promise<HttpAnswer> {
    return await this.#perform(call, async (request) => {
      const answer = await send(this.#dispatcher, request)
      return isSuccess(answer) ? { value: answer } : { refusal: answer }
    })
  }

  /** The same with the body of a success as a stream, which must be read to its end or destroyed. */
  async callForStream(call: OssCall): ReturnType<typeof sendForStream> {
    return await this.#perform(call, async (request) => {
      const answer = await sendForStream(this.#dispatcher, request)
      if (isSuccess(answer)) return { value: answer }
      return { refusal: { ...answer, body: await readAnswerBody(answer.body, answer.status, request) } }
    })
  }

  /** A URL that lets anyone do this one thing for `expiresSeconds` from now, without credentials of their own. */
  async presign(link: { method: 'GET' | 'PUT'; key: string; expiresSeconds: number }): Promise<string> {
    return this.#builder.presign(link, await this.#credentials.get(), new Date(this.#clock.now()))
  }

  /** The object's address without a signature. */
  publicUrl(key: string): string {
    return this.#builder.publicUrl(key)
  }

  /** Whether what is signed now dies with a token, and when (Unix milliseconds, null where not known). */
  async credentialLife(): Promise<{ isTemporary: boolean; expiresAt: number | null }> {
    const { securityToken, expiresAt } = await this.#credentials.get()
    return { isTemporary: securityToken !== undefined, expiresAt: expiresAt ?? null }
  }

  /** A 2xx answer as an error all the same, e.g. 203 `CallbackFailed`. */
  refusal(answer: HttpAnswer, call: OssCall): UploadError {
    return ossError(answer, this.#builder.context(call))
  }

  /**
   * One try, and a second one at once when the answer showed that our clock or our credentials are off and that could
   * be put right. A body can be read only once: after that the caller has to try again (`transient`).
   */
  async #perform<T>(call: OssCall, attempt: (request: HttpRequest) => Promise<Outcome<T>>): Promise<T> {
    const body = watchUse(await inMemory(call.body))
    for (let isSecondTry = false; ; isSecondTry = true) {
      call.signal.throwIfAborted()
      const asked = this.#credentials.get()
      // Getting them may take as long as a program runs; a pause must not wait for that.
      const credentials = asked instanceof Promise ? await unlessAborted(asked, call.signal) : asked
      const date = new Date(this.#clock.now())
      const request = this.#builder.build({ ...call, ...body?.watched }, credentials, date)
      const outcome = await attempt(request)
      if ('value' in outcome) {
        this.#unreadable.delete(request.target)
        return outcome.value
      }
      const error = this.#judge(this.refusal(outcome.refusal, call), request)
      if (isSecondTry || !this.#putRight(error, outcome.refusal, credentials)) throw error
      const canRenew = refusedCredentialCodes.has(error.code)
      if (body?.isUsed())
        throw new UploadError({ ...error.data, retry: 'transient', ...(canRenew && { canRenew }) })
    }
  }

  /** A request OSS could not read was damaged on the way (worth one more try), or is wrong in itself. */
  #judge(error: UploadError, { target }: HttpRequest): UploadError {
    if (error.code !== 'BadRequest') return error
    if (this.#unreadable.delete(target)) return new UploadError({ ...error.data, retry: 'fatal' })
    this.#unreadable.add(target)
    return error
  }

  #putRight(error: UploadError, answer: HttpAnswer, credentials: Credentials): boolean {
    if (this.#clock.learn(error, answer)) return true
    return refusedCredentialCodes.has(error.code) && this.#credentials.invalidate(credentials)
  }
}

/** OSS leaves its request id on everything; a 200 without it is the log-in page of some network. */
function isSuccess(answer: Pick<HttpAnswer, 'status' | 'headers'>): boolean {
  return answer.status >= 200 && answer.status < 300 && 'x-oss-request-id' in answer.headers
}

/** A small body as bytes, which go out in one write; others stay streams. */
async function inMemory(body: OssCall['body']): Promise<OssCall['body']> {
  return body instanceof Uint8Array || !body?.whole ? body : await body.whole()
}

/** Bytes can be sent again; a stream can be read once, so it is noticed when that has begun. */
function watchUse(
  body: OssCall['body'],
): { watched: { body: NonNullable<OssCall['body']> }; isUsed(): boolean } | null {
  if (body === undefined) return null
  if (body instanceof Uint8Array) return { watched: { body }, isUsed: () => false }
  let isUsed = false
  const chunks = () => {
    isUsed = true
    return body.chunks()
  }
  return { watched: { body: { lengthBytes: body.lengthBytes, chunks } }, isUsed: () => isUsed }
}
