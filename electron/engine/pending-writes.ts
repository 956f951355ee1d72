import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import { asUploadError } from './run-context.ts'

const firstRetryMs = 2_000
const longestRetryMs = 30_000

/**
 * Writes that a full or read-only disk refused, in order. Nothing new is begun while any is left: an upload whose outcome
 * cannot be recorded must not be forgotten, and one whose parts cannot be recorded must not be sent.
 */
export class PendingWrites {
  readonly #clock: Clock
  readonly #log: Log
  readonly #onBlocked: (error: UploadErrorData | null) => void
  readonly #onFree: () => void
  readonly #queue: (() => void)[] = []
  readonly #stop = new AbortController()
  #isRetrying = false

  /** `onBlocked` hears once why the disk refuses, and `null` once it takes everything again. */
  constructor(
    clock: Clock,
    log: Log,
    onBlocked: (error: UploadErrorData | null) => void,
    onFree: () => void,
  ) {
    this.#clock = clock
    this.#log = log
    this.#onBlocked = onBlocked
    this.#onFree = onFree
  }

  get isBlocked(): boolean {
    return this.#queue.length > 0
  }

  /** A write that is not worth keeping was refused: begin nothing for a while. */
  block(error: UploadErrorData): void {
    this.#keep(() => undefined, error)
  }

  /** Writes now, or as soon as the disk takes it. Anything but a refusal by the disk is thrown. */
  do(write: () => void): void {
    if (this.#queue.length > 0) {
      this.#queue.push(write)
      return
    }
    try {
      write()
    } catch (thrown) {
      const error = asUploadError(thrown)
      if (error.retry !== 'disk') throw thrown
      this.#keep(write, error.data)
    }
  }

  #keep(write: () => void, error: UploadErrorData): void {
    const isNews = !this.isBlocked
    this.#queue.push(write)
    this.#log.warn('the checkpoint cannot be written', { code: error.code })
    if (isNews) this.#onBlocked(error)
    void this.#retry()
  }

  stop(): void {
    this.#stop.abort()
  }

  async #retry(): Promise<void> {
    if (this.#isRetrying) return
    this.#isRetrying = true
    let delayMs = firstRetryMs
    while (this.#queue.length > 0) {
      try {
        await this.#clock.sleep(delayMs, this.#stop.signal)
      } catch {
        break
      }
      delayMs = Math.min(longestRetryMs, delayMs * 2)
      this.#flush()
    }
    this.#isRetrying = false
    if (this.isBlocked) return
    this.#onBlocked(null)
    this.#onFree()
  }

  #flush(): void {
    for (let write = this.#queue[0]; write !== undefined; write = this.#queue[0]) {
      try {
        write()
      } catch (thrown) {
        const error = asUploadError(thrown)
        if (error.retry === 'disk') return
        this.#log.error('a write that waited for the disk failed', { error: error.message })
      }
      this.#queue.shift()
    }
  }
}
