import type { UploadError } from '../../shared/upload-error.ts'
import { abortMultipart } from './abort-multipart.ts'
import { noteHistory } from './history.ts'
import type { HistoryKind, HistoryKinds } from './history-kinds.ts'
import type { PartSender } from './part-sender.ts'
import type { RunningUpload } from './ports/running-upload.ts'
import type { UploadRecord } from './ports/upload-record.ts'
import { fileBusy } from './restless-files.ts'
import { decideRetry } from './retry-policy.ts'
import { asUploadError, RunContext, type RunServices } from './run-context.ts'
import { noteRestart, outcomeOf, type RunOutcome } from './run-outcome.ts'
import { withStallGuard } from './stall-guard.ts'
import { startOver } from './start-over.ts'
import { attemptUpload } from './upload-attempt.ts'

/** Starting over more often than this in one run means that something keeps changing under us. */
const mostRestarts = 3
const farewellMs = 10_000

/** One upload from a slot of the scheduler to its outcome. */
export class UploadRun {
  readonly id: number
  readonly record: UploadRecord
  readonly #services: RunServices
  readonly #abort = new AbortController()
  #ctx: RunContext | null = null
  #sender: PartSender | null = null
  #isStopping = false
  #isFinishing = false

  constructor(services: RunServices, record: UploadRecord) {
    this.id = record.id
    this.record = record
    this.#services = services
  }

  /** Only the parts on their way are still let through. */
  get isFinishing(): boolean {
    return this.#isFinishing
  }

  /** It was interrupted, or is to end after the parts on their way. */
  get isToldToEnd(): boolean {
    return this.#isFinishing || this.#abort.signal.aborted
  }

  get confirmedBytes(): number {
    return this.#ctx?.confirmedBytes ?? 0
  }

  get sizeBytes(): number {
    return this.#ctx?.checkpoint?.plan.sizeBytes ?? this.record.sizeBytes
  }

  /** The whole file goes in one request. */
  get isSingleRequest(): boolean {
    return this.#ctx?.checkpoint?.multipartUploadId == null
  }

  /** Bytes that were confirmed by earlier runs. */
  get confirmedAtStart(): number {
    return this.#ctx?.confirmedAtStart ?? 0
  }

  get resentBytes(): number {
    return this.#ctx?.resentBytes ?? this.record.resentBytes
  }

  note<K extends HistoryKind>(kind: K, data: HistoryKinds[K]): void {
    noteHistory(this.#services.ports, this.id, kind, data)
  }

  /**
   * Cuts every request at once; `execute` then resolves with `interrupted` unless it was done already. `isStopping`: the
   * program ends, so nothing more is sent, not even to tidy up.
   */
  interrupt(isStopping = false): void {
    this.#isStopping ||= isStopping
    this.#abort.abort(new DOMException('the upload was interrupted', 'AbortError'))
  }

  /** Begins no further part; `execute` resolves with `interrupted` when those on their way have ended. */
  finishCurrentParts(): void {
    this.#isFinishing = true
    this.#sender?.finishCurrent()
  }

  /** A setting changed. */
  wake(): void {
    this.#sender?.wake()
  }

  /** Ends the waits between tries; false when there was none. */
  nudge(): boolean {
    const wasWaiting = this.#ctx?.status === 'retrying'
    this.#ctx?.nudge()
    return wasWaiting
  }

  snapshot(): RunningUpload {
    const live = [...(this.#ctx?.livePartsByNumber.values() ?? [])]
    return {
      id: this.id,
      batchId: this.record.batchId,
      sizeBytes: this.sizeBytes,
      confirmedBytes: this.confirmedBytes,
      inFlightBytes: live.reduce((sum, part) => sum + part.sentBytes, 0),
      sentBytes: this.#ctx?.sentBytes ?? 0,
      parts: live.map(({ partNumber, sizeBytes, sentBytes, tries, nextTryAt, startedAt }) => ({
        partNumber,
        sizeBytes,
        sentBytes,
        tries,
        isRetrying: nextTryAt !== null,
        startedAt: nextTryAt === null ? startedAt : null,
      })),
    }
  }

  /** Never rejects. */
  async execute(): Promise<RunOutcome> {
    const outcome = await this.#outcome()
    const isOver = outcome.kind === 'done' || this.#isStopping
    if (!this.record.resume && !isOver && this.#ctx !== null) await this.#leaveNothing(this.#ctx)
    return outcome
  }

  async #outcome(): Promise<RunOutcome> {
    try {
      const store = await this.#services.ports.stores.open(this.record.destinationId)
      this.#abort.signal.throwIfAborted()
      this.#ctx = new RunContext(this.#services, this.record, store, this.#abort.signal)
      return await this.#untilSettled(this.#ctx)
    } catch (thrown) {
      if (this.#abort.signal.aborted) return { kind: 'interrupted' }
      const { policy, ports } = this.#services
      const checkpoint = this.#ctx ? this.#ctx.checkpoint : this.record.checkpoint
      const hasPartsUp = checkpoint !== null && checkpoint.multipartUploadId !== null
      return outcomeOf(asUploadError(thrown), hasPartsUp, policy, ports.random)
    }
  }

  /** Attempts until one settles; starts over, a bounded number of times, where all parts have to go again. */
  async #untilSettled(ctx: RunContext): Promise<RunOutcome> {
    const onSender = (sender: PartSender | null) => {
      this.#sender = sender
      if (this.#isFinishing) sender?.finishCurrent()
    }
    for (let restarts = 0; ; restarts += 1) {
      try {
        return await attemptUpload(ctx, onSender)
      } catch (thrown) {
        ctx.signal.throwIfAborted()
        const error = asUploadError(thrown)
        const { conflictPolicy } = this.record
        if (error.code === 'FileAlreadyExists' && conflictPolicy === 'skip') {
          await startOver(ctx)
          return { kind: 'skipped', reason: 'exists' }
        }
        const mustRename = error.code === 'FileAlreadyExists' && conflictPolicy === 'rename'
        const { action } = decideRetry(error.data, 1, this.#services.policy, this.#services.ports.random)
        if (action !== 'start-over' && !mustRename) throw error
        noteRestart(ctx, error)
        if (mustRename) ctx.takenKeys.add(ctx.objectKey)
        await startOver(ctx)
        if (restarts >= mostRestarts) throw await this.#tooManyRestarts(error)
      }
    }
  }

  async #tooManyRestarts(error: UploadError): Promise<UploadError> {
    if (error.code !== 'FileChanged') return error
    const { sourcePath } = this.record
    this.#services.restless.add(this.id, await this.#services.ports.files.identify(sourcePath))
    return fileBusy(sourcePath)
  }

  /** R11: without a record there is nothing to go on from, so nothing may stay on the server either. */
  async #leaveNothing(ctx: RunContext): Promise<void> {
    const uploadId = ctx.checkpoint?.multipartUploadId
    const { clock, log, uploads } = ctx.ports
    try {
      if (uploadId) {
        const never = new AbortController().signal
        await withStallGuard({ clock, signal: never, allowanceMs: () => farewellMs }, ({ signal }) =>
          abortMultipart(ctx.store, ctx.objectKey, uploadId, signal),
        )
      }
      if (ctx.checkpoint !== null) uploads.dropCheckpoint(this.id)
    } catch (error) {
      // The next run finds the upload id in the checkpoint and aborts it first.
      log.info('parts stay on the server for now', { id: this.id, error: String(error) })
    }
  }
}
