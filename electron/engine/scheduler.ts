import { FewEntries } from '../../shared/few-entries.ts'
import { transition, type UploadStatus } from '../../shared/upload-state.ts'
import type { Running } from './concurrency.ts'
import type { PendingWrites } from './pending-writes.ts'
import type { EnginePorts } from './ports/engine.ts'
import type { UploadRecord } from './ports/upload-record.ts'
import { Recording } from './recording.ts'
import { asUploadError, type RunServices } from './run-context.ts'
import type { RunOutcome } from './run-outcome.ts'
import { UploadRun } from './upload-run.ts'
import type { WaitingUploads } from './waiting-uploads.ts'

/** So many queued uploads of keys that are being written are passed over in search of others. */
const mostHeld = 500
/**
 * Uploads that are done keep their slots until they are recorded: a crash costs no more files than go at once. They are
 * recorded when this share of the slots waits for it, or after so long.
 */
const mostUnrecorded = 1 / 4
const unrecordedMs = 2
/** Rows read at once, so that thousands of small files do not ask for the queue thousands of times. */
const readAhead = 256
/** Files that are named to the reading side before their turn; named anew when half of them have begun. */
const expectedFiles = 48

/**
 * Gives free slots to the next queued uploads and writes down how each run ended. Holds the running uploads only;
 * everything else stays in the store.
 */
export class Scheduler {
  readonly running = new FewEntries<number, UploadRun>()
  readonly #services: RunServices
  readonly #waiting: WaitingUploads
  readonly #writes: PendingWrites
  readonly #onSettled: (wasToldToEnd: boolean) => void
  readonly #settled = new FewEntries<number, Promise<void>>()
  /** Runs that are over, until their outcomes are written. They keep their slots. */
  #ended: (readonly [UploadRun, RunOutcome])[] = []
  #recording: Recording | null = null
  /** Queued uploads of an object key that a running upload writes: two at once would make two multipart uploads of it. */
  readonly #held = new Set<number>()
  #upcoming: UploadRecord[] = []
  #begunSinceExpected = expectedFiles
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
    const running = this.#count()
    this.#services.concurrency.setRunning(running)
    if (this.#isStopped || !this.#hasRoom(running)) return
    this.#held.clear()
    const started: UploadRecord[] = []
    try {
      this.#startNext(started, running)
    } catch (thrown) {
      // What was taken from the rows read ahead is still queued.
      this.forgetUpcoming()
      const error = asUploadError(thrown)
      if (error.retry !== 'disk') throw thrown
      this.#writes.block(error.data)
    } finally {
      for (const row of started) this.#run(row)
      if (started.length > 0) {
        this.#ports.events.onUploadsChanged(started.map(({ id }) => id))
        this.#begunSinceExpected += started.length
        if (this.#begunSinceExpected >= expectedFiles / 2) this.#expectNext()
      }
    }
  }

  #expectNext(): void {
    this.#begunSinceExpected = 0
    const next = this.#upcoming.slice(0, expectedFiles)
    this.#ports.files.expect?.(next.map(({ sourcePath: path, sizeBytes }) => ({ path, sizeBytes })))
  }

  /** Moves as many rows to `uploading` as there are free slots, and adds them to `started` and `running`. */
  #startNext(started: UploadRecord[], running: Running): void {
    const { concurrency } = this.#services
    /** Those of the other lane, which has no room now. */
    const passed: UploadRecord[] = []
    while (!this.#writes.isBlocked) {
      if (!this.#hasRoom(running) || (passed.length > 0 && this.#upcoming.length === 0)) break
      const row = this.#next(started)
      if (row === null) break
      if (!concurrency.mayBegin(row, running)) {
        passed.push(row)
        continue
      }
      if (this.#isKeyTaken(row, started)) {
        this.#held.add(row.id)
        continue
      }
      const status = this.#begin(row)
      if (status === null) {
        this.#held.add(row.id)
        continue
      }
      row.status = status
      started.push(row)
      running[concurrency.isSmall(row.sizeBytes) ? 'small' : 'large'] += 1
    }
    this.#upcoming.unshift(...passed)
    concurrency.setRunning(running)
  }

  /** Answers the new status; null when the row has changed since it was read. */
  #begin(row: UploadRecord): UploadStatus | null {
    const { uploads } = this.#ports
    const isLight =
      row.checkpoint === null && !row.isDamaged && this.#services.concurrency.isSmall(row.sizeBytes)
    if (isLight) return uploads.startLightly(row.id)
    return uploads.apply(row.id, 'start', { reason: null, waitingFor: null, nextTryAt: null })
  }

  #hasRoom(running: Running): boolean {
    const { concurrency } = this.#services
    const isRoomFor = (sizeBytes: number) => concurrency.mayBegin({ sizeBytes }, running)
    return isRoomFor(0) || isRoomFor(Number.POSITIVE_INFINITY)
  }

  #count(): Running {
    const running = { large: 0, small: 0 }
    for (const { record } of this.running.values()) {
      running[this.#services.concurrency.isSmall(record.sizeBytes) ? 'small' : 'large'] += 1
    }
    return running
  }

  #next(started: readonly UploadRecord[]): UploadRecord | null {
    const blocked = this.#waiting.blockedDestinations()
    if (this.#upcoming.length === 0 && this.#held.size < mostHeld) {
      const excluded = [...this.running.keys(), ...started.map(({ id }) => id), ...this.#held]
      this.#upcoming = this.#ports.uploads.nextQueued(readAhead, excluded, blocked)
    }
    const row = this.#upcoming.shift() ?? null
    // Its destination went away since it was read.
    if (row !== null && blocked.includes(row.destinationId)) return this.#next(started)
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

  #run(row: UploadRecord): void {
    const run = new UploadRun(this.#services, row)
    this.running.set(row.id, run)
    this.#settled.set(
      row.id,
      run.execute().then((outcome) => this.#settle(run, outcome)),
    )
  }

  #isKeyTaken({ bucket, objectKey }: UploadRecord, started: readonly UploadRecord[]): boolean {
    const isSame = (other: UploadRecord) => other.objectKey === objectKey && other.bucket === bucket
    for (const { record } of this.running.values()) if (isSame(record)) return true
    return started.some(isSame)
  }

  /**
   * Outcomes of one turn of the event loop are written together. What went through at once can wait a little longer for
   * others, while other slots are busy.
   */
  #settle(run: UploadRun, outcome: RunOutcome): Promise<void> {
    this.#ended.push([run, outcome])
    const canWait = outcome.kind === 'done' && run.isSingleRequest && !run.isToldToEnd
    const isDue = !canWait || this.#ended.length >= this.running.size * mostUnrecorded
    this.#recording ??= new Recording(() => this.recordEnded(), unrecordedMs)
    if (isDue) this.#recording.hurry()
    return this.#recording.done
  }

  /** Writes the outcomes of all runs that are over. */
  recordEnded(): void {
    const recording = this.#recording
    this.#recording = null
    this.#recordEnded()
    recording?.end()
  }

  #recordEnded(): void {
    const ended = this.#ended
    if (ended.length === 0) return
    this.#ended = []
    for (const [{ id }] of ended) {
      this.running.delete(id)
      this.#settled.delete(id)
    }
    const recorded = this.#recordDone(ended)
    for (const [run, outcome] of ended) if (!recorded.has(run)) this.#record(run, outcome)
    this.#ports.events.onUploadsChanged(ended.map(([{ id }]) => id))
    this.#onSettled(ended.some(([run]) => run.isToldToEnd))
  }

  /** Answers which runs are dealt with; none where the disk refuses, so that each is tried by itself. */
  #recordDone(ended: readonly (readonly [UploadRun, RunOutcome])[]): ReadonlySet<UploadRun> {
    const done = ended.filter(([, { kind }]) => kind === 'done')
    if (done.length < 2 || this.#writes.isBlocked) return new Set()
    try {
      this.#ports.uploads.together(() => {
        for (const [run, outcome] of done) this.#write(run, outcome)
      })
      return new Set(done.map(([run]) => run))
    } catch {
      return new Set()
    }
  }

  #record(run: UploadRun, outcome: RunOutcome): void {
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
