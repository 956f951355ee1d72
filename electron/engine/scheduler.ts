import { transition } from '../../shared/upload-state.ts'
import type { PendingWrites } from './pending-writes.ts'
import type { EnginePorts, UploadRecord } from './ports.ts'
import { asUploadError, type RunServices } from './run-context.ts'
import type { RunOutcome } from './run-outcome.ts'
import { UploadRun } from './upload-run.ts'
import type { WaitingUploads } from './waiting-uploads.ts'

/** So many queued uploads of keys that are being written are passed over in search of others. */
const mostHeld = 500
/** Rows read at once, so that thousands of small files do not ask for the queue thousands of times. */
const readAhead = 64

/**
 * Gives free slots to the next queued uploads and writes down how each run ended. Holds the running uploads only;
 * everything else stays in the store.
 */
export class Scheduler {
  readonly running = new Map<number, UploadRun>()
  readonly #services: RunServices
  readonly #waiting: WaitingUploads
  readonly #writes: PendingWrites
  readonly #onSettled: (wasToldToEnd: boolean) => void
  readonly #settled = new Map<number, Promise<void>>()
  /** Queued uploads of an object key that a running upload writes: two at once would make two multipart uploads of it. */
  readonly #held = new Set<number>()
  #upcoming: UploadRecord[] = []
  #isStopped = false

  constructor(
    services: RunServices,
    waiting: WaitingUploads,
    writes: PendingWrites,
    onSettled: (wasToldToEnd: boolean) => void,
  ) {
    this.#services = services
    this.#waiting = waiting
    this.#writes = writes
    this.#onSettled = onSettled
  }

  get #ports(): EnginePorts {
    return this.#services.ports
  }

  /** Rows came, went or changed: what was read ahead of the queue is out of date. */
  forgetUpcoming(): void {
    this.#upcoming = []
  }

  /** Starts what fits. Begins nothing while the checkpoint cannot be written. */
  fill(): void {
    if (this.#isStopped) return
    this.#held.clear()
    try {
      while (this.running.size < this.#services.settings().filesAtOnce && !this.#writes.isBlocked) {
        const row = this.#next()
        if (row === null) return
        this.#start(row)
      }
    } catch (thrown) {
      const error = asUploadError(thrown)
      if (error.retry !== 'disk') throw thrown
      this.#writes.block(error.data)
    }
  }

  #next(): UploadRecord | null {
    const blocked = this.#waiting.blockedDestinations()
    if (this.#upcoming.length === 0 && this.#held.size < mostHeld) {
      const excluded = [...this.running.keys(), ...this.#held]
      this.#upcoming = this.#ports.uploads.nextQueued(readAhead, excluded, blocked)
    }
    const row = this.#upcoming.shift() ?? null
    // Its destination went away since it was read.
    if (row !== null && blocked.includes(row.destinationId)) return this.#next()
    return row
  }

  /** True when a queued upload could be begun now or as soon as a slot is free. */
  hasWork(): boolean {
    if (this.running.size > 0 || this.#writes.isBlocked) return true
    return this.#ports.uploads.nextQueued(1, [], this.#waiting.blockedDestinations()).length > 0
  }

  /** Cuts all runs; resolves when the last one has let go. Statuses stay as they are: a restart recovers them. */
  async stop(): Promise<void> {
    this.#isStopped = true
    for (const run of this.running.values()) run.interrupt(true)
    await Promise.all(this.#settled.values())
  }

  #start(row: UploadRecord): void {
    if (this.#isKeyTaken(row)) {
      this.#held.add(row.id)
      return
    }
    const change = { reason: null, waitingFor: null, nextTryAt: null }
    const status = this.#ports.uploads.apply(row.id, 'start', change)
    if (status === null) {
      this.#held.add(row.id)
      return
    }
    const run = new UploadRun(this.#services, { ...row, status })
    this.running.set(row.id, run)
    this.#ports.events.onUploadsChanged([row.id])
    this.#settled.set(
      row.id,
      run.execute().then((outcome) => this.#settle(run, outcome)),
    )
  }

  #isKeyTaken({ bucket, objectKey }: UploadRecord): boolean {
    for (const { record } of this.running.values()) {
      if (record.objectKey === objectKey && record.bucket === bucket) return true
    }
    return false
  }

  #settle(run: UploadRun, outcome: RunOutcome): void {
    this.running.delete(run.id)
    this.#settled.delete(run.id)
    try {
      // A run that was cut by `stop` leaves its row to the recovery of the next start.
      if (!(this.#isStopped && outcome.kind === 'interrupted'))
        this.#writes.do(() => this.#write(run, outcome))
    } catch (thrown) {
      this.#ports.log.error('an outcome could not be written', {
        id: run.id,
        outcome: outcome.kind,
        error: asUploadError(thrown).message,
      })
    }
    this.#ports.events.onUploadsChanged([run.id])
    this.#onSettled(run.isToldToEnd)
  }

  #write(run: UploadRun, outcome: RunOutcome): void {
    const { uploads } = this.#ports
    const { id, resentBytes } = run
    if (outcome.kind !== 'waiting') {
      this.#waiting.forget(id)
      this.#services.restless.forget(id)
    }
    // The user asked for a pause while it ran; the reason it would have stopped for comes up again at the next start.
    const isPaused = run.isToldToEnd && outcome.kind !== 'done' && outcome.kind !== 'failed'
    if (isPaused && uploads.apply(id, 'paused', { resentBytes }) !== null) {
      run.note('paused', { confirmedBytes: run.confirmedBytes })
      return
    }
    switch (outcome.kind) {
      case 'done':
        this.#finish(run, outcome)
        return
      case 'skipped':
        uploads.apply(id, 'skip', { reason: null, nextTryAt: null, resentBytes })
        run.note('skipped', { reason: outcome.reason })
        return
      case 'interrupted':
        // Cancelled, or queued again: the row says so already.
        return
      case 'waiting':
        this.#waiting.add(run.record, outcome.cause, outcome.error, run.confirmedBytes > run.confirmedAtStart)
        run.note('waiting', { cause: outcome.cause, code: outcome.error.code })
        return
      case 'failed':
        uploads.apply(id, 'fail', { reason: outcome.error, nextTryAt: null, resentBytes })
        run.note('failed', { code: outcome.error.code })
        return
    }
  }

  #finish(run: UploadRun, { result }: Extract<RunOutcome, { kind: 'done' }>): void {
    const { uploads } = this.#ports
    if (run.isToldToEnd) {
      // Cancelled in the moment of success, or queued again: the checkpoint stays, and the next look at it finds the
      // object whole.
      const now = uploads.get(run.id)
      if (now === null || transition(now.status, 'confirm') === null) return
    }
    uploads.finish(run.id, result)
    // Of a single request that went through at once there is nothing to tell that the row does not.
    if (run.isSingleRequest && run.resentBytes === 0) return
    run.note('done', { sizeBytes: run.sizeBytes, resentBytes: run.resentBytes })
  }
}
