import { type CancelMode, filterStatuses, type QueuePlace, type QueueScope } from '../../shared/queue.ts'
import type { Verification } from '../../shared/recovery.ts'
import type { UploadEvent } from '../../shared/upload-state.ts'
import { Cleaner } from './cleaning.ts'
import { Concurrency } from './concurrency.ts'
import { Holding } from './holding.ts'
import { LongWork } from './long-work.ts'
import { PendingWrites } from './pending-writes.ts'
import type { LongCommandKind } from './ports/command-store.ts'
import type { Engine, EnginePorts, EngineSettings, Reach } from './ports/engine.ts'
import type { RunningUpload } from './ports/running-upload.ts'
import type { Hold } from './ports/upload-record.ts'
import { RateLimiter } from './rate-limit.ts'
import { RestlessFiles } from './restless-files.ts'
import { defaultRetryPolicy } from './retry-policy.ts'
import { Scheduler } from './scheduler.ts'
import { TransferRate } from './transfer-rate.ts'
import type { UploadRun } from './upload-run.ts'
import { verifyObject } from './verify-object.ts'
import { WaitingUploads } from './waiting-uploads.ts'

type Answer = Reach | Promise<Reach>
type BulkEvent = LongCommandKind & UploadEvent

/** The upload engine: takes commands and joins scheduler, waiting uploads and cleaning. */
export class UploadEngine implements Engine {
  readonly #ports: EnginePorts
  readonly #limiter: RateLimiter
  readonly #waiting: WaitingUploads
  readonly #writes: PendingWrites
  readonly #scheduler: Scheduler
  readonly #cleaner: Cleaner
  readonly #holding: Holding
  readonly #concurrency: Concurrency
  readonly #longWork: LongWork
  readonly #idleWaiters: (() => void)[] = []
  #settings: EngineSettings
  #state: 'new' | 'started' | 'stopped' = 'new'
  #isFillDue = false
  readonly #end = new AbortController()

  constructor(ports: EnginePorts, settings: EngineSettings) {
    this.#ports = ports
    this.#settings = settings
    this.#limiter = new RateLimiter(ports.clock)
    this.#limiter.setLimit(settings.bandwidthLimit)
    this.#waiting = new WaitingUploads(ports, () => this.wake())
    this.#writes = new PendingWrites(
      ports.clock,
      ports.log,
      (error) => ports.events.onCheckpointBlocked?.(error),
      () => this.wake(),
    )
    this.#concurrency = new Concurrency(
      ports.clock,
      () => this.#settings,
      () => this.#onConcurrency(),
    )
    const services = {
      ports,
      settings: () => this.#settings,
      limiter: this.#limiter,
      rate: new TransferRate(),
      policy: defaultRetryPolicy,
      restless: new RestlessFiles(ports.clock),
      concurrency: this.#concurrency,
    }
    this.#scheduler = new Scheduler(services, this.#waiting, this.#writes, (wasToldToEnd) =>
      this.#onSettled(wasToldToEnd),
    )
    this.#cleaner = new Cleaner(
      ports,
      (id) => this.#scheduler.running.has(id),
      () => this.#tellIdle(),
    )
    this.#holding = new Holding(ports, () => {
      ports.events.onUploadsChanged([])
      this.wake()
    })
    this.#longWork = new LongWork(ports, {
      runningIds: () => this.#scheduler.running.keys(),
      beforeStep: () => this.#scheduler.recordEnded(),
      onChanged: (isDone) => {
        ports.events.onUploadsChanged([])
        if (isDone) this.#cleaner.wake()
        this.wake()
      },
    })
  }

  hold(hold: Hold | null, when: 'now' | 'after-parts' = 'now'): void {
    this.#scheduler.recordEnded()
    this.#writes.do(() => this.#holding.change(hold, this.#scheduler.running.values(), when))
    this.#ports.events.onUploadsChanged([])
    this.wake()
  }

  start(): void {
    if (this.#state !== 'new') return
    const recovered = this.#ports.uploads.recoverAll()
    this.#ports.log.info('engine started', { recovered })
    this.#state = 'started'
    this.#concurrency.configure()
    // What a crash or a quit cut short comes first.
    if (this.#ports.uploads.commands.pending().length > 0) this.#longWork.wake()
    this.wake()
    this.#cleaner.wake()
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
    this.#end.abort()
    this.#concurrency.stop()
    this.#waiting.stop()
    this.#cleaner.stop()
    this.#longWork.stop()
    this.#writes.stop()
    await this.#scheduler.stop()
    for (const resolve of this.#idleWaiters.splice(0)) resolve()
  }

  wake(): void {
    this.#scheduler.forgetUpcoming()
    this.#scheduleFill()
  }

  pause(scope: QueueScope, when: 'now' | 'after-parts' = 'now'): Answer {
    this.#scheduler.recordEnded()
    if (when === 'after-parts') return this.#command(scope, 'pause', (run) => run.finishCurrentParts())
    // Also those that are pausing already, but still let their current parts arrive.
    for (const id of this.#ports.uploads.idsInScope(scope, this.#scheduler.running.keys())) {
      const run = this.#scheduler.running.get(id)
      if (run?.isFinishing) run.interrupt()
    }
    return this.#command(scope, 'pause', (run) => run.interrupt())
  }

  resume(scope: QueueScope): Answer {
    this.#scheduler.recordEnded()
    this.#holding.allow(scope)
    const answers = resumableScopes(scope).map((part) => this.#command(part, 'resume', () => undefined))
    const nudged = { changed: 0, refused: 0 }
    // What waits between two tries goes on at once.
    for (const id of this.#ports.uploads.idsInScope(scope, this.#scheduler.running.keys())) {
      if (!this.#scheduler.running.get(id)?.nudge()) continue
      nudged.changed += 1
      nudged.refused -= 1
    }
    this.#waiting.tryEverything()
    this.wake()
    return sumOf([...answers, nudged])
  }

  cancel(scope: QueueScope, mode: CancelMode): Answer {
    this.#scheduler.recordEnded()
    const reach = this.#command(scope, mode === 'keep' ? 'cancelKeep' : 'cancelClean', (run) => {
      run.note('cancelled', { mode })
      run.interrupt()
    })
    if (mode === 'clean') this.#cleaner.wake()
    return reach
  }

  startOver(ids: readonly number[]): Answer {
    this.#scheduler.recordEnded()
    const scope: QueueScope = { kind: 'ids', ids: [...ids] }
    const { uploads } = this.#ports
    const running = uploads.idsInScope(scope, this.#scheduler.running.keys())
    const isLong = uploads.commands.mustWait('sendAnew', scope)
    // Recorded before they are resumed, and so done before; until then none of them begins.
    if (isLong) void this.#longWork.do('sendAnew', scope)
    this.#writes.do(() => uploads.markStartOver(isLong ? running : ids))
    // A run that is cut and queued again meets the mark when it starts; all others meet it anyway.
    if (running.length > 0) void this.pause({ kind: 'ids', ids: running })
    return this.resume(scope)
  }

  removeMany(scope: QueueScope, leaveParts: boolean): Promise<Reach> {
    return this.#longWork.do(leaveParts ? 'removeWithParts' : 'remove', scope)
  }

  moveMany(scope: QueueScope, to: QueuePlace): Promise<Reach> {
    return this.#longWork.move(scope, to)
  }

  verify(id: number): Promise<Verification> {
    return verifyObject(this.#ports, id, this.#end.signal)
  }

  configure(settings: EngineSettings): void {
    this.#settings = settings
    this.#limiter.setLimit(settings.bandwidthLimit)
    if (this.#state === 'started') this.#concurrency.configure()
    for (const run of this.#scheduler.running.values()) run.wake()
    this.wake()
  }

  destinationChanged(destinationId: string): void {
    this.#waiting.destinationChanged(destinationId)
    this.#cleaner.wake()
    this.wake()
  }

  retryNow(): void {
    for (const run of this.#scheduler.running.values()) run.nudge()
    this.#waiting.retryNow()
    this.#cleaner.wake()
    this.wake()
  }

  running(): RunningUpload[] {
    return this.#scheduler.running.values().map((run) => run.snapshot())
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve)
      queueMicrotask(() => this.#tellIdle())
    })
  }

  /** Running uploads are moved and told one by one, all other rows in one statement, or step by step where they are many. */
  #command(scope: QueueScope, event: BulkEvent, tell: (run: UploadRun) => void): Answer {
    const { uploads, events } = this.#ports
    const runningIds = this.#scheduler.running.keys()
    // Recorded first: a crash must not leave a command that stopped what ran and nothing else.
    const isLong = uploads.commands.mustWait(event, scope)
    const others = isLong ? this.#longWork.do(event, scope, runningIds) : null
    const meant = uploads.idsInScope(scope, runningIds)
    let changed = 0
    for (const id of meant) {
      // A disk that takes no writes must not keep requests going that the user wants to end.
      let isRefused = false
      this.#writes.do(() => {
        isRefused = uploads.apply(id, event) === null
      })
      if (isRefused) continue
      changed += 1
      const run = this.#scheduler.running.get(id)
      if (run) tell(run)
    }
    const told = { changed, refused: meant.length - changed }
    const answer = sumOf([told, others ?? uploads.applyToScope(scope, event, runningIds)])
    // What was read ahead may be meant, and is still queued.
    if (isLong) this.wake()
    events.onUploadsChanged(scope.kind === 'ids' && !isLong ? scope.ids : [])
    return answer
  }

  /** More or fewer requests may run at once. */
  #onConcurrency(): void {
    for (const run of this.#scheduler.running.values()) run.wake()
    this.#scheduleFill()
  }

  #fill(): void {
    if (this.#state !== 'started') return
    try {
      const held = this.#holding.holdQueued()
      if (held !== 'none') this.#ports.events.onUploadsChanged([])
      // Nothing begins that is only waiting for its turn to be held.
      if (held === 'more') setImmediate(() => this.#scheduleFill())
      else this.#scheduler.fill()
    } catch (error) {
      this.#ports.log.error('the queue could not be read', { error: String(error) })
    }
    this.#tellIdle()
  }

  #onSettled(wasToldToEnd: boolean): void {
    // Its parts may have to be cleaned, now that its last request has ended; or it was queued again meanwhile.
    if (wasToldToEnd) {
      this.#cleaner.wake()
      this.wake()
      return
    }
    this.#scheduleFill()
  }

  #scheduleFill(): void {
    if (this.#state !== 'started' || this.#isFillDue) return
    this.#isFillDue = true
    // Many rows are added or settle in one turn; the queue is asked once.
    queueMicrotask(() => {
      this.#isFillDue = false
      this.#fill()
    })
  }

  #tellIdle(): void {
    if (this.#idleWaiters.length === 0 || this.#isBusy()) return
    for (const resolve of this.#idleWaiters.splice(0)) resolve()
  }

  #isBusy(): boolean {
    if (this.#state !== 'started') return false
    if (this.#isFillDue || this.#cleaner.isWorking || this.#longWork.isWorking) return true
    if (this.#holding.isLettingGo) return true
    try {
      return this.#scheduler.hasWork()
    } catch (error) {
      this.#ports.log.error('the queue could not be read', { error: String(error) })
      return true
    }
  }
}

/** Sums; a promise where one of them is not known yet. */
function sumOf(answers: readonly Answer[]): Answer {
  const known = answers.filter((answer): answer is Reach => !(answer instanceof Promise))
  if (known.length < answers.length) return Promise.all(answers).then(sumOfAll)
  return sumOfAll(known)
}

function sumOfAll(reaches: readonly Reach[]): Reach {
  const changed = reaches.reduce((sum, reach) => sum + reach.changed, 0)
  return {
    changed,
    refused: Math.max(
      0,
      reaches.reduce((sum, reach) => sum + reach.refused, 0),
    ),
  }
}

/**
 * "Resume all" means what is paused, waiting or failed. Rows that were skipped, cleaned up or cancelled on purpose go on
 * only when they are meant by name or by their own filter.
 */
function resumableScopes(scope: QueueScope): QueueScope[] {
  if (scope.kind === 'ids' || filterStatuses[scope.filter] !== null) return [scope]
  return [
    { ...scope, filter: 'waiting' },
    { ...scope, filter: 'problems' },
  ]
}
