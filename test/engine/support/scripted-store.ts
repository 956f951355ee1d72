import type { Clock } from '../../../electron/engine/ports/clock.ts'
import type { ObjectStore, RequestBody } from '../../../electron/engine/ports/object-store.ts'
import { BucketModel } from './bucket-model.ts'
import { until } from './until.ts'

export type Operation = Exclude<keyof ObjectStore, never>

/** One request of the engine that a test holds in its hand. */
export class HeldRequest {
  readonly operation: Operation
  readonly key: string
  readonly partNumber: number | null
  readonly signal: AbortSignal
  readonly #execute: (request: HeldRequest) => Promise<unknown>
  readonly #chunks: AsyncIterator<Uint8Array> | null
  readonly #received: Buffer[] = []
  readonly #settled: PromiseWithResolvers<unknown>
  state: 'held' | 'answered' | 'failed' | 'cut' = 'held'
  receivedBytes = 0

  constructor(
    operation: Operation,
    input: { key?: string; partNumber?: number; signal: AbortSignal; body?: RequestBody },
    execute: (request: HeldRequest) => Promise<unknown>,
  ) {
    this.operation = operation
    this.key = input.key ?? ''
    this.partNumber = input.partNumber ?? null
    this.signal = input.signal
    this.#chunks = input.body?.chunks()[Symbol.asyncIterator]() ?? null
    this.#execute = execute
    this.#settled = Promise.withResolvers()
    // A request nobody looks at any more must not end the test run.
    this.#settled.promise.catch(() => undefined)
    if (input.signal.aborted) this.#cut()
    input.signal.addEventListener('abort', () => this.#cut(), { once: true })
  }

  get promise(): Promise<unknown> {
    return this.#settled.promise
  }

  /** The server does what it should, and says so. */
  async proceed(): Promise<void> {
    try {
      this.answer(await this.#execute(this))
    } catch (error) {
      this.fail(error)
    }
  }

  /** The server does what it should, but its answer is lost. */
  async loseAnswer(error: unknown): Promise<void> {
    await this.#execute(this)
    this.fail(error)
  }

  /** Pulls the body up to `bytes`, as a socket would. */
  async receive(bytes = Number.POSITIVE_INFINITY): Promise<void> {
    while (this.#chunks !== null && this.receivedBytes < bytes) {
      const { done, value } = await this.#chunks.next()
      if (done) return
      // The engine uses the memory of its chunks again.
      this.#received.push(Buffer.from(value))
      this.receivedBytes += value.length
    }
  }

  /** The whole body. */
  async body(): Promise<Buffer> {
    await this.receive()
    return Buffer.concat(this.#received)
  }

  answer(value: unknown): void {
    if (this.state !== 'held') return
    this.state = 'answered'
    this.#settled.resolve(value)
  }

  fail(error: unknown): void {
    if (this.state !== 'held') return
    this.state = 'failed'
    this.#settled.reject(error)
  }

  #cut(): void {
    if (this.state !== 'held') return
    this.state = 'cut'
    this.#settled.reject(this.signal.reason)
  }
}

type Rule = {
  matches: (request: HeldRequest) => boolean
  act: (request: HeldRequest) => unknown
  times: number
}

/**
 * An object store driven by hand. Every request is held until the test answers it; `flow` lets all others through to a
 * model of the bucket, and `when` says what happens to particular ones.
 */
export class ScriptedStore implements ObjectStore {
  readonly model = new BucketModel()
  readonly requests: HeldRequest[] = []
  readonly #clock: Clock
  /** What `when` has set and what is still due; empty it to end all faults. */
  readonly rules: Rule[] = []
  readonly #taken = new Set<HeldRequest>()
  #isFlowing = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Requests of one kind so far. */
  of(operation: Operation): HeldRequest[] {
    return this.requests.filter((request) => request.operation === operation)
  }

  /** Requests that are held at the moment. */
  get held(): HeldRequest[] {
    return this.requests.filter((request) => request.state === 'held')
  }

  /** The next request of this kind that is held and that no test has taken yet. */
  async next(operation: Operation, partNumber?: number): Promise<HeldRequest> {
    const find = () =>
      this.of(operation).find(
        (request) =>
          request.state === 'held' &&
          !this.#taken.has(request) &&
          (partNumber === undefined || request.partNumber === partNumber),
      )
    await until(() => find() !== undefined)
    const request = find()
    if (request === undefined) throw new Error('unreachable')
    this.#taken.add(request)
    return request
  }

  /** From now on everything without a rule is answered as OSS would. */
  flow(): void {
    this.#isFlowing = true
    for (const request of this.held) if (!this.#taken.has(request)) void request.proceed()
  }

  hold(): void {
    this.#isFlowing = false
  }

  /** What happens to the next `times` requests of this kind (and part). */
  when(
    operation: Operation,
    act: (request: HeldRequest) => unknown,
    { times = 1, partNumber }: { times?: number; partNumber?: number } = {},
  ): void {
    this.rules.push({
      matches: (request) =>
        request.operation === operation && (partNumber === undefined || request.partNumber === partNumber),
      act,
      times,
    })
  }

  putObject: ObjectStore['putObject'] = (input) =>
    this.#hold('putObject', input, async (request) => {
      const bytes = await request.body()
      const object = this.model.put(
        input.key,
        bytes,
        this.#clock.now(),
        input.metadata.forbidOverwrite ?? false,
      )
      return { etag: object.etag, crc64: object.crc64, requestId: 'REQ-PUT', callbackError: null }
    })

  initiateMultipartUpload: ObjectStore['initiateMultipartUpload'] = (input) =>
    this.#hold('initiateMultipartUpload', input, async () =>
      this.model.initiate(input.key, this.#clock.now()),
    )

  uploadPart: ObjectStore['uploadPart'] = (input) =>
    this.#hold('uploadPart', input, async (request) => {
      this.model.multipart(input.uploadId)
      const bytes = await request.body()
      const { etag, crc64 } = this.model.uploadPart(input.uploadId, input.partNumber, bytes)
      return { etag, crc64, requestId: `REQ-PART-${input.partNumber}` }
    })

  listParts: ObjectStore['listParts'] = (input) =>
    this.#hold('listParts', input, async () => this.model.listParts(input.uploadId))

  completeMultipartUpload: ObjectStore['completeMultipartUpload'] = (input) =>
    this.#hold('completeMultipartUpload', input, async () => {
      const forbid = input.metadata.forbidOverwrite ?? false
      const object = this.model.complete(input.uploadId, input.parts, this.#clock.now(), forbid)
      return { etag: object.etag, crc64: object.crc64, requestId: 'REQ-COMPLETE', callbackError: null }
    })

  abortMultipartUpload: ObjectStore['abortMultipartUpload'] = (input) =>
    this.#hold('abortMultipartUpload', input, async () => {
      this.model.multiparts.delete(input.uploadId)
    })

  headObject: ObjectStore['headObject'] = (input) =>
    this.#hold('headObject', input, async () => this.model.head(input.key))

  listMultipartUploads: ObjectStore['listMultipartUploads'] = (input) =>
    this.#hold('listMultipartUploads', input, async () => this.model.listMultiparts(input.prefix))

  probe: ObjectStore['probe'] = (signal) => this.#hold('probe', { signal }, async () => undefined)

  #hold<T>(
    operation: Operation,
    input: { key?: string; partNumber?: number; signal: AbortSignal; body?: RequestBody },
    execute: (request: HeldRequest) => Promise<T>,
  ): Promise<T> {
    const request = new HeldRequest(operation, input, execute)
    this.requests.push(request)
    const rule = this.rules.find(({ matches, times }) => times > 0 && matches(request))
    if (rule) {
      rule.times -= 1
      void rule.act(request)
    } else if (this.#isFlowing) {
      void request.proceed()
    }
    return request.promise as Promise<T>
  }
}
