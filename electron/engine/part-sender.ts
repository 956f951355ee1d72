import { UploadError } from '../../shared/upload-error.ts'
import { type LinkedAbort, linkedAbort } from './linked-abort.ts'
import type { PartRecord } from './ports/upload-record.ts'
import { decideRetry } from './retry-policy.ts'
import { asUploadError, type LivePart, type RunContext } from './run-context.ts'

export interface PartSenderInput {
  /** Part numbers to send, ascending. */
  todo: readonly number[]
  sizeOf: (partNumber: number) => number
  send: (live: LivePart, signal: AbortSignal) => Promise<PartRecord>
  /** Records what was confirmed; what it throws (disk full) stops the sending. */
  confirm: (part: PartRecord) => void
}

/** Wrong bytes three times in a row are no accident of the line. */
const checksumTries = 3
/** Credentials that were renewed and refused so often without a confirmed byte in between are no good. */
const renewalTries = 3
const waitOver = new Error('the wait is over')

/**
 * Sends parts side by side until all are confirmed. A part keeps its place while it waits for another try. When something
 * outside must change first, nothing new starts, what is on its way may arrive, and the cause is thrown.
 * When sending on is pointless (the file changed, the upload id is gone, no permission), all requests are cut at once.
 */
export class PartSender {
  readonly #ctx: RunContext
  readonly #input: PartSenderInput
  readonly #pending: number[]
  /** Cuts all parts; null where there is only one, which knows by itself that it failed. */
  readonly #cut: LinkedAbort | null
  readonly #signal: AbortSignal
  /** How many requests the server has shown it can bear; lowered when it asks for less, raised with every part. */
  #bearable = Number.POSITIVE_INFINITY
  /** Why nothing new starts. */
  #blocked: UploadError | null = null
  /** The user wants it to end after the parts that are on their way. */
  #isFinishing = false
  /** Why everything was cut. */
  #fatal: UploadError | null = null
  readonly #waits = new Set<() => void>()
  #lastFailure: { error: UploadError; attempt: number } | null = null
  #wake: () => void = () => undefined

  constructor(ctx: RunContext, input: PartSenderInput) {
    this.#ctx = ctx
    this.#input = input
    this.#pending = [...input.todo]
    this.#cut = input.todo.length > 1 ? linkedAbort(ctx.signal) : null
    this.#signal = this.#cut?.signal ?? ctx.signal
  }

  /** True when every part is confirmed, false when `finishCurrent` ended it before. */
  async run(): Promise<boolean> {
    const { livePartsByNumber } = this.#ctx
    try {
      for (;;) {
        const somethingEnded = new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        this.#launch()
        if (livePartsByNumber.size === 0) break
        this.#tryShowBackOff()
        await somethingEnded
      }
    } finally {
      livePartsByNumber.clear()
      this.#cut?.unlink()
    }
    this.#ctx.signal.throwIfAborted()
    const cause = this.#fatal ?? this.#blocked
    if (cause) throw cause
    return this.#pending.length === 0
  }

  /** Begins no further part; `run` ends when those on their way have. */
  finishCurrent(): void {
    this.#isFinishing = true
    this.#endWaits()
    this.#wake()
  }

  /** Looks again how many parts may run, e.g. after the setting has changed. */
  wake(): void {
    this.#wake()
  }

  #launch(): void {
    if (this.#blocked || this.#isFinishing || this.#signal.aborted) return
    const { livePartsByNumber: live, services } = this.#ctx
    const atOnce = Math.max(1, Math.min(services.concurrency.partsAtOnce, Math.floor(this.#bearable)))
    while (live.size < atOnce) {
      const partNumber = this.#pending.shift()
      if (partNumber === undefined) return
      const part: LivePart = {
        partNumber,
        sizeBytes: this.#input.sizeOf(partNumber),
        sentBytes: 0,
        tries: 0,
        nextTryAt: null,
        startedAt: this.#ctx.ports.clock.now(),
        requestId: null,
        stalls: 0,
      }
      live.set(partNumber, part)
      void this.#drive(part)
        .catch((thrown: unknown) => {
          this.#blocked ??= asUploadError(thrown)
        })
        .then(() => {
          live.delete(partNumber)
          this.#wake()
        })
    }
  }

  /** One part, as often as needed. Rejects only when the upload's own state cannot be written. */
  async #drive(part: LivePart): Promise<void> {
    let failures = 0
    let wrongChecksums = 0
    let confirmedAtFailure = -1
    let renewals = 0
    while (!this.#signal.aborted) {
      part.tries += 1
      part.sentBytes = 0
      part.nextTryAt = null
      part.startedAt = this.#ctx.ports.clock.now()
      try {
        const record = await this.#input.send(part, this.#signal)
        this.#tellTry(part, null)
        this.#onSent(record)
        return
      } catch (thrown) {
        this.#ctx.resentBytes += part.sentBytes
        part.sentBytes = 0
        if (this.#signal.aborted) return
        let error = asUploadError(thrown).atPart(part.partNumber)
        this.#tellTry(part, error)
        if (error.data.canRenew) {
          renewals = this.#ctx.confirmedBytes > confirmedAtFailure ? 1 : renewals + 1
          confirmedAtFailure = this.#ctx.confirmedBytes
          if (this.#endsNow(part)) return
          // No failure of the part: with the next credentials it goes again at once.
          if (renewals <= renewalTries) continue
          error = new UploadError({ ...error.data, retry: 'auth' }, { cause: error })
        }
        // Attempts come back when anything was confirmed since this part failed last.
        failures = this.#ctx.confirmedBytes > confirmedAtFailure ? 1 : failures + 1
        confirmedAtFailure = this.#ctx.confirmedBytes
        if (error.code === 'Stalled') part.stalls += 1
        const { concurrency } = this.#ctx.services
        if (error.retry === 'throttled') concurrency.throttled()
        else if (error.retry === 'transient' && !error.data.fromServer) concurrency.lost()
        if (error.code === 'ChecksumMismatch') wrongChecksums += 1
        if (wrongChecksums >= checksumTries) {
          this.#cutAll(new UploadError({ ...error.data, retry: 'fatal' }, { cause: error }))
          return
        }
        if (!(await this.#waitForNextTry(part, error, failures))) return
      }
    }
  }

  #tellTry(
    { partNumber, sizeBytes, tries, startedAt, requestId }: LivePart,
    error: UploadError | null,
  ): void {
    const { events, clock } = this.#ctx.ports
    events.onPartTried?.(this.#ctx.record.id, {
      partNumber,
      sizeBytes,
      tries,
      durationMs: clock.now() - startedAt,
      code: error?.code ?? null,
      requestId: error ? (error.data.requestId ?? null) : requestId,
    })
  }

  #onSent(record: PartRecord): void {
    try {
      this.#input.confirm(record)
    } catch (thrown) {
      // OSS has the part; only our record of it is missing. The next resume proves it by its CRC-64.
      this.#blocked ??= asUploadError(thrown)
      return
    }
    if (Number.isFinite(this.#bearable)) this.#bearable += 1 / this.#bearable
    // Something got through, so the network is there.
    if (this.#blocked?.retry === 'offline') this.#blocked = null
  }

  /** False when this part will not be tried again by this run. */
  async #waitForNextTry(part: LivePart, error: UploadError, failures: number): Promise<boolean> {
    const ctx = this.#ctx
    const decision = decideRetry(error.data, failures, ctx.services.policy, ctx.ports.random)
    if (decision.action === 'stop' || decision.action === 'start-over') {
      this.#cutAll(error)
      return false
    }
    if (decision.action !== 'retry') {
      this.#blocked ??= error
      this.#pending.unshift(part.partNumber)
      // The others should not sit out their waits for nothing.
      this.#endWaits()
      return false
    }
    if (this.#endsNow(part)) return false
    if (decision.slowDown) this.#bearable = Math.max(1, Math.floor(ctx.livePartsByNumber.size / 2))
    const { code, requestId = '' } = error.data
    ctx.note('part-retry', {
      partNumber: part.partNumber,
      attempt: failures,
      code,
      delayMs: decision.delayMs,
      requestId,
    })
    part.nextTryAt = ctx.ports.clock.now() + decision.delayMs
    this.#lastFailure = { error, attempt: failures + 1 }
    this.#wake()
    await this.#sitOut(decision.delayMs)
    if (this.#endsNow(part)) return false
    if (ctx.status === 'retrying' && !this.#signal.aborted)
      ctx.move('tryAgain', { reason: null, nextTryAt: null })
    return true
  }

  /** True when nothing is to be tried again by this run; the part then waits for the next one. */
  #endsNow(part: LivePart): boolean {
    if (!this.#blocked && !this.#isFinishing) return false
    this.#pending.unshift(part.partNumber)
    return true
  }

  /** A wait between two tries of a part: over when its time is, at a nudge, or when nothing new may start. */
  async #sitOut(delayMs: number): Promise<void> {
    const wait = linkedAbort(this.#signal)
    const endNow = () => wait.abort(waitOver)
    this.#waits.add(endNow)
    const endNudges = this.#ctx.onNudge(endNow)
    await this.#ctx.ports.clock.sleep(delayMs, wait.signal).catch(() => undefined)
    endNudges()
    wait.unlink()
    this.#waits.delete(endNow)
  }

  #endWaits(): void {
    for (const endNow of [...this.#waits]) endNow()
  }

  #tryShowBackOff(): void {
    try {
      this.#showBackOff()
    } catch (thrown) {
      // A full disk: requests on their way must still be waited for.
      this.#blocked ??= asUploadError(thrown)
      this.#endWaits()
    }
  }

  /** When every part on its way waits for another try, the upload as a whole is `retrying`. */
  #showBackOff(): void {
    if (this.#lastFailure === null || this.#ctx.status === 'retrying' || this.#signal.aborted) return
    let nextTryAt = Number.POSITIVE_INFINITY
    for (const part of this.#ctx.livePartsByNumber.values()) {
      if (part.nextTryAt === null) return
      nextTryAt = Math.min(nextTryAt, part.nextTryAt)
    }
    const { error, attempt } = this.#lastFailure
    this.#ctx.move('backOff', { reason: error.data, attempt, nextTryAt })
  }

  #cutAll(error: UploadError): void {
    this.#fatal ??= error
    this.#cut?.abort(error)
  }
}
