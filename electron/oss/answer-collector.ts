import type { Dispatcher } from 'undici'

type Controller = Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>[0]

interface CollectorInput {
  signal: AbortSignal
  maxAnswerBytes: number
  /** Answers the error that a final status is at this moment, or null. */
  refuse: (status: number) => Error | null
  tooLarge: () => Error
}

/** Status, headers and whole body as they came; without the body where the connection broke within that of a 5xx. */
export interface CollectedAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

const noBytes = Buffer.alloc(0)

/**
 * Takes one answer from undici straight into memory: answers are small and come by the thousand, and a stream for each
 * costs more than everything else about it. Settles once; rejects with the signal's reason at once when it aborts.
 */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #input: CollectorInput
  readonly #settled = Promise.withResolvers<CollectedAnswer>()
  readonly #onAbort: () => void
  #controller: Controller | null = null
  #error: Error | null = null
  #status = 0
  #headers: CollectedAnswer['headers'] = {}
  #chunks: Buffer[] = []
  #sizeBytes = 0

  constructor(input: CollectorInput) {
    this.#input = input
    this.#onAbort = () => this.#fail(input.signal.reason)
    input.signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  get answer(): Promise<CollectedAnswer> {
    return this.#settled.promise
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    // It was given up before there was a connection.
    if (this.#error !== null) controller.abort(this.#error)
  }

  onResponseStart(_controller: Controller, status: number, headers: CollectedAnswer['headers']): void {
    if (status < 200) return
    this.#status = status
    this.#headers = headers
    const refusal = this.#input.refuse(status)
    if (refusal !== null) this.#fail(refusal)
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#sizeBytes += chunk.byteLength
    if (this.#sizeBytes > this.#input.maxAnswerBytes) this.#fail(this.#input.tooLarge())
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    this.#settle(this.#chunks.length === 0 ? noBytes : Buffer.concat(this.#chunks))
  }

  onResponseError(_controller: Controller, error: Error): void {
    // Server trouble is server trouble without its text; what a 403 or 404 means only the text tells.
    if (this.#status >= 500 && this.#error === null) this.#settle(noBytes)
    else this.#end(() => this.#settled.reject(this.#error ?? error))
  }

  #settle(body: Buffer): void {
    this.#end(() => this.#settled.resolve({ status: this.#status, headers: this.#headers, body }))
  }

  #fail(error: Error): void {
    this.#error ??= error
    this.#end(() => this.#settled.reject(error))
    this.#controller?.abort(error)
  }

  #end(settle: () => void): void {
    this.#input.signal.removeEventListener('abort', this.#onAbort)
    settle()
  }
}
