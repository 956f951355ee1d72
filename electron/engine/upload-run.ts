import { applyConflictPolicy } from './conflict-policy.ts'
import { isSameFile } from './file-identity.ts'
import { noteHistory } from './history.ts'
import type { HistoryKind, HistoryKinds } from './history-kinds.ts'
import { uploadInParts } from './multipart-upload.ts'
import { planParts, settingsForRate } from './part-plan.ts'
import type { PartSender } from './part-sender.ts'
import type { Checkpoint, RunningUpload, UploadRecord } from './ports.ts'
import { putWhole } from './put-object.ts'
import { checkpointDamaged } from './resume-multipart.ts'
import { decideRetry } from './retry-policy.ts'
import { asUploadError, RunContext, type RunServices } from './run-context.ts'
import { noteRestart, outcomeOf, type RunOutcome } from './run-outcome.ts'
import type { SourceFile } from './send-range.ts'
import { findWholeObject } from './settle-completion.ts'
import { startOver } from './start-over.ts'
import { connectionRate } from './transfer-rate.ts'

/** Starting over more often than this in one run means that something keeps changing under us. */
const mostRestarts = 3

/** One upload from a slot of the scheduler to its outcome. */
export class UploadRun {
  readonly id: number
  readonly #services: RunServices
  readonly #record: UploadRecord
  readonly #abort = new AbortController()
  #ctx: RunContext | null = null
  #sender: PartSender | null = null

  constructor(services: RunServices, record: UploadRecord) {
    this.id = record.id
    this.#services = services
    this.#record = record
  }

  get record(): UploadRecord {
    return this.#record
  }

  get confirmedBytes(): number {
    return this.#ctx?.confirmedBytes ?? 0
  }

  /** Bytes that were confirmed by earlier runs. */
  get confirmedAtStart(): number {
    return this.#ctx?.confirmedAtStart ?? 0
  }

  get resentBytes(): number {
    return this.#ctx?.resentBytes ?? this.#record.resentBytes
  }

  note<K extends HistoryKind>(kind: K, data: HistoryKinds[K]): void {
    noteHistory(this.#services.ports, this.id, kind, data)
  }

  /** Cuts every request at once; `execute` then resolves with `interrupted` unless it was done already. */
  interrupt(): void {
    this.#abort.abort(new DOMException('the upload was interrupted', 'AbortError'))
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
      sizeBytes: this.#ctx?.checkpoint?.plan.sizeBytes ?? this.#record.sizeBytes,
      confirmedBytes: this.#ctx?.confirmedBytes ?? 0,
      inFlightBytes: live.reduce((sum, part) => sum + part.sentBytes, 0),
      sentBytes: this.#ctx?.sentBytes ?? 0,
      parts: live.map(({ partNumber, sizeBytes, sentBytes, tries, nextTryAt }) => ({
        partNumber,
        sizeBytes,
        sentBytes,
        tries,
        isRetrying: nextTryAt !== null,
      })),
    }
  }

  /** Never rejects. */
  async execute(): Promise<RunOutcome> {
    try {
      const store = await this.#services.ports.stores.open(this.#record.destinationId)
      this.#abort.signal.throwIfAborted()
      this.#ctx = new RunContext(this.#services, this.#record, store, this.#abort.signal)
      return await this.#untilSettled(this.#ctx)
    } catch (thrown) {
      if (this.#abort.signal.aborted) return { kind: 'interrupted' }
      return this.#outcomeOf(thrown)
    }
  }

  #outcomeOf(thrown: unknown): RunOutcome {
    const { policy, ports } = this.#services
    const checkpoint = this.#ctx ? this.#ctx.checkpoint : this.#record.checkpoint
    const hasPartsUp = checkpoint !== null && checkpoint.multipartUploadId !== null
    return outcomeOf(asUploadError(thrown), hasPartsUp, policy, ports.random)
  }

  /** Attempts until one settles; starts over, a bounded number of times, where all parts have to go again. */
  async #untilSettled(ctx: RunContext): Promise<RunOutcome> {
    for (let restarts = 0; ; restarts += 1) {
      try {
        return await this.#attempt(ctx)
      } catch (thrown) {
        ctx.signal.throwIfAborted()
        const error = asUploadError(thrown)
        if (error.code === 'NoSuchUpload') {
          const result = await findWholeObject(ctx)
          if (result !== null) return { kind: 'done', result }
        }
        const mustRename = error.code === 'FileAlreadyExists' && this.#record.conflictPolicy === 'rename'
        const { action } = decideRetry(error.data, 1, this.#services.policy, this.#services.ports.random)
        if (error.code === 'FileAlreadyExists' && this.#record.conflictPolicy === 'skip') {
          await startOver(ctx)
          return { kind: 'skipped', reason: 'exists' }
        }
        if ((action !== 'start-over' && !mustRename) || restarts >= mostRestarts) throw error
        noteRestart(ctx, error)
        await startOver(ctx)
      }
    }
  }

  async #attempt(ctx: RunContext): Promise<RunOutcome> {
    const { files } = ctx.ports
    const path = this.#record.sourcePath
    if (this.#record.isDamaged && ctx.checkpoint !== null) throw checkpointDamaged(0)
    const open = await files.open(path)
    try {
      ctx.signal.throwIfAborted()
      const source: SourceFile = { path, open, identity: await open.identity() }
      if (ctx.checkpoint !== null && !this.#record.resume) {
        ctx.note('resume-off', {})
        await startOver(ctx)
      }
      if (ctx.checkpoint === null && this.#record.resume) this.#adoptKept(ctx)
      const before = ctx.checkpoint
      if (before !== null && !isSameFile(before.file, source.identity)) {
        ctx.note('file-changed', { confirmedBytes: ctx.confirmedBytes })
        await startOver(ctx)
      }
      if (ctx.checkpoint === null) {
        const answer = await applyConflictPolicy(ctx, source)
        if (answer.kind === 'skip') return { kind: 'skipped', reason: answer.reason }
      }
      const wasBegun = ctx.checkpoint !== null
      const checkpoint = ctx.checkpoint ?? this.#plan(ctx, source)
      const onSender = (sender: PartSender | null) => {
        this.#sender = sender
      }
      const result =
        checkpoint.plan.mode === 'put'
          ? await putWhole(ctx, source, checkpoint.plan, wasBegun, onSender)
          : await uploadInParts(ctx, source, checkpoint, onSender)
      return { kind: 'done', result }
    } finally {
      await open.close()
    }
  }

  #adoptKept(ctx: RunContext): void {
    const adopted = ctx.ports.uploads.adoptKept(this.id)
    if (adopted === null) return
    ctx.checkpoint = adopted
    ctx.note('checkpoint-adopted', {})
  }

  #plan(ctx: RunContext, { identity }: SourceFile): Checkpoint {
    const { limiter, rate } = this.#services
    const settings = this.#services.settings()
    const connections = settings.filesAtOnce * settings.partsAtOnce
    const perConnection = connectionRate(rate.bytesPerSecond, limiter.limit, connections)
    const plan = planParts(identity.sizeBytes, settingsForRate(settings, perConnection))
    const checkpoint: Checkpoint = {
      plan,
      file: identity,
      multipartUploadId: null,
      initiatingSince: null,
      allPartsConfirmed: false,
    }
    ctx.save(checkpoint)
    ctx.note('started', {
      parts: plan.partCount,
      partSizeBytes: plan.partSizeBytes,
      sizeBytes: plan.sizeBytes,
    })
    return checkpoint
  }
}
