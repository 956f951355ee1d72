import { setImmediate as nextTurn } from 'node:timers/promises'
import { abortMultipart } from './abort-multipart.ts'
import { noteHistory } from './history.ts'
import { findLostMultipart } from './lost-multipart.ts'
import type { EnginePorts } from './ports/engine.ts'
import type { UploadRecord } from './ports/upload-record.ts'
import { asUploadError } from './run-context.ts'
import { withStallGuard } from './stall-guard.ts'

const over = new Error('the wait is over')
const atOnce = 4
const rowsAtOnce = 250
const answerWithinMs = 60_000
const firstRetryMs = 5_000
const longestRetryMs = 60_000

/**
 * Takes the parts of cancelled uploads off the server (R13). What is to be cleaned stands in the store, so that it survives
 * a restart; an upload leaves `cleaning` only when the server has confirmed that nothing is left.
 */
export class Cleaner {
  readonly #ports: EnginePorts
  /** Uploads whose last part request has not ended yet. */
  readonly #isRunning: (id: number) => boolean
  readonly #onIdle: () => void
  readonly #stop = new AbortController()
  #isWorking = false
  #isWanted = false
  #retryMs = firstRetryMs
  #nap = new AbortController()

  constructor(ports: EnginePorts, isRunning: (id: number) => boolean, onIdle: () => void) {
    this.#ports = ports
    this.#isRunning = isRunning
    this.#onIdle = onIdle
  }

  /** Requests are going out. False while the rest has to wait for the network. */
  get isWorking(): boolean {
    return this.#isWorking
  }

  /** Looks at the store again; also ends a wait. */
  wake(): void {
    if (this.#stop.signal.aborted) return
    this.#nap.abort(over)
    this.#isWanted = true
    if (!this.#isWorking) void this.#work()
  }

  stop(): void {
    this.#stop.abort()
    this.#nap.abort(over)
  }

  async #work(): Promise<void> {
    this.#isWorking = true
    let isAllDone = true
    try {
      while (this.#isWanted && !this.#stop.signal.aborted) {
        this.#isWanted = false
        isAllDone = await this.#pass()
      }
    } catch (error) {
      isAllDone = false
      this.#ports.log.warn('cleaning stopped', { error: String(error) })
    } finally {
      this.#isWorking = false
    }
    if (isAllDone) this.#retryMs = firstRetryMs
    else this.#comeBack()
    this.#onIdle()
  }

  /** False when something is left that must be tried again. */
  async #pass(): Promise<boolean> {
    const left = new Set<number>()
    for (;;) {
      const rows = this.#ports.uploads.cleaning(left.size + rowsAtOnce).filter(({ id }) => !left.has(id))
      const ready = rows.filter(({ id }) => !this.#isRunning(id))
      if (ready.length === 0) return left.size === 0
      const begun = ready.filter(({ checkpoint }) => checkpoint !== null)
      this.#endThoseNeverBegun(ready)
      // A cancelled queue of a million has nothing to wait for on the way.
      await nextTurn()
      if (this.#stop.signal.aborted) return true
      for (let start = 0; start < begun.length; start += atOnce) {
        if (this.#stop.signal.aborted) return true
        const group = begun.slice(start, start + atOnce)
        const isCleaned = await Promise.all(group.map((row) => this.#clean(row)))
        group.forEach(({ id }, index) => {
          if (!isCleaned[index]) left.add(id)
        })
        this.#ports.events.onUploadsChanged(group.map(({ id }) => id))
      }
    }
  }

  /** Nothing of them is on the server; a cancelled queue of thousands is ended in a few statements. */
  #endThoseNeverBegun(rows: readonly UploadRecord[]): void {
    const ids = rows.filter(({ checkpoint }) => checkpoint === null).map(({ id }) => id)
    if (ids.length === 0) return
    this.#ports.uploads.applyToScope({ kind: 'ids', ids }, 'cleaned', [])
    this.#ports.events.onUploadsChanged(ids)
  }

  async #clean(record: UploadRecord): Promise<boolean> {
    const { uploads, clock } = this.#ports
    const { id } = record
    try {
      const uploadId = await this.#abort(record)
      uploads.dropCheckpoint(id)
      uploads.apply(id, 'cleaned', { reason: null, nextTryAt: null })
      if (uploadId !== null) noteHistory(this.#ports, id, 'cleaned', { multipartUploadId: uploadId })
      return true
    } catch (thrown) {
      if (this.#stop.signal.aborted) return true
      const error = asUploadError(thrown)
      if (error.retry === 'fatal') {
        // Not permitted, or no such bucket: asking again cannot help, and the row must say so.
        uploads.apply(id, 'fail', { reason: error.data, nextTryAt: null })
        return true
      }
      uploads.apply(id, 'wait', { reason: error.data, nextTryAt: clock.now() + this.#retryMs })
      return false
    }
  }

  /** The aborted multipart upload's id; null when there was none on the server. */
  async #abort({ checkpoint, destinationId, objectKey: key }: UploadRecord): Promise<string | null> {
    const { stores, uploads, clock } = this.#ports
    const store = await stores.open(destinationId)
    return withStallGuard(
      { clock, signal: this.#stop.signal, allowanceMs: () => answerWithinMs },
      async ({ signal, touch }) => {
        let uploadId = checkpoint?.multipartUploadId ?? null
        const initiatingSince = checkpoint?.initiatingSince ?? null
        if (uploadId === null && initiatingSince !== null) {
          uploadId = await findLostMultipart({ store, uploads, key, initiatingSince, signal })
          touch()
        }
        if (uploadId !== null) await abortMultipart(store, key, uploadId, signal)
        return uploadId
      },
    )
  }

  #comeBack(): void {
    this.#nap = new AbortController()
    const waitMs = this.#retryMs
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2)
    this.#ports.clock.sleep(waitMs, this.#nap.signal).then(
      () => this.wake(),
      () => undefined,
    )
  }
}
