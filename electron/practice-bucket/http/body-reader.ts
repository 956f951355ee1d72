import type { IncomingMessage } from 'node:http'
import { OssError } from '../wire/oss-error.ts'

/** The client went away in the middle of its body: there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}

/**
 * Pulls a request body piece by piece, so that a slow disk slows the client down. A client may be as slow as it likes as
 * long as it keeps sending; silence for `idleTimeoutMs` is 400 `RequestTimeout`.
 */
export class BodyReader {
  readonly #request: IncomingMessage
  readonly #idleTimeoutMs: number
  readonly #onChunk: (bytes: number) => void
  #beforeFirst: (() => void) | undefined

  constructor(
    request: IncomingMessage,
    options: {
      idleTimeoutMs: number
      onChunk(bytes: number): void
      /** Asks a client that waits for `100 Continue` to go on. */
      sendContinue?: () => void
    },
  ) {
    this.#request = request
    this.#idleTimeoutMs = options.idleTimeoutMs
    this.#onChunk = options.onChunk
    this.#beforeFirst = options.sendContinue
  }

  /** True until the client has been told to go on; it may never send its body then. */
  get isWaitingForContinue(): boolean {
    return this.#beforeFirst !== undefined
  }

  /** The next bytes, or `undefined` at the end. */
  async next(): Promise<Buffer | undefined> {
    this.#beforeFirst?.()
    this.#beforeFirst = undefined
    for (;;) {
      const chunk: Buffer | null = this.#request.read()
      if (chunk !== null) {
        this.#onChunk(chunk.length)
        return chunk
      }
      if (this.#request.readableEnded) return undefined
      if (this.#request.destroyed) throw new ClientGone('The connection ended before the body did.')
      await this.#somethingHappens()
    }
  }

  #somethingHappens(): Promise<void> {
    const request = this.#request
    return new Promise((resolve, reject) => {
      const settle = (action: () => void) => {
        clearTimeout(timer)
        for (const event of events) request.off(event, onEvent)
        action()
      }
      const onEvent = () => settle(resolve)
      const events = ['readable', 'end', 'error', 'close']
      for (const event of events) request.on(event, onEvent)
      const timer = setTimeout(() => {
        const message =
          'Your socket connection to the server was not read from or written to within the timeout period.'
        settle(() =>
          reject(new OssError(400, 'RequestTimeout', message, { headers: { connection: 'close' } })),
        )
      }, this.#idleTimeoutMs)
    })
  }
}
