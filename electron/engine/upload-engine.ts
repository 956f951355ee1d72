import { type CancelMode, filterStatuses, type QueueScope } from '../../shared/queue.ts'
import type { Verification } from '../../shared/recovery.ts'
import type { UploadEvent } from '../../shared/upload-state.ts'
import { Cleaner } from './cleaning.ts'
import { Concurrency } from './concurrency.ts'
import { Holding } from './holding.ts'
import { PendingWrites } from './pending-writes.ts'
import type { Engine, EnginePorts, EngineSettings } from './ports/engine.ts'
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

type Reach = { changed: number; refused: number }

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
    this.#holding = new Holding(ports)
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
    this.wake()
    this.#cleaner.wake()
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
    this.#end.abort()
    this.#concurrency.stop()
    this.#waiting.stop()
    this.#cleaner.stop()
    this.#writes.stop()
    await this.#scheduler.stop()
    for (const resolve of this.#idleWaiters.splice(0)) resolve()
  }

  wake(): void {
    this.#scheduler.forgetUpcoming()
    this.#scheduleFill()
  }

  pause(scope: QueueScope, when: 'now' | 'after-parts' = 'now'): Reach {
    this.#scheduler.recordEnded()
    if (when === 'after-parts') return this.#command(scope, 'pause', (run) => run.finishCurrentParts())
    // Also those that are pausing already, but still let their current parts arrive.
    for (const id of this.#ports.uploads.idsInScope(scope, [...this.#scheduler.running.keys()])) {
      const run = this.#scheduler.running.get(id)
      if (run?.isFinishing) run.interrupt()
    }
    return this.#command(scope, 'pause', (run) => run.interrupt())
  }

  resume(scope: QueueScope): Reach {
    this.#scheduler.recordEnded()
    const reach = { changed: 0, refused: 0 }
    this.#holding.allow(scope)
    for (const part of resumableScopes(scope)) {
      const { changed, refused } = this.#command(part, 'resume', () => undefined)
      reach.changed += changed
      reach.refused += refused
    }
    // What waits between two tries goes on at once.
    for (const id of this.#ports.uploads.idsInScope(scope, [...this.#scheduler.running.keys()])) {
      if (!this.#scheduler.running.get(id)?.nudge()) continue
      reach.changed += 1
      reach.refused = Math.max(0, reach.refused - 1)
    }
    this.#waiting.tryEverything()
    this.wake()
    return reach
  }

  cancel(scope: QueueScope, mode: CancelMode): Reach {
    this.#scheduler.recordEnded()
    const reach = this.#command(scope, mode === 'keep' ? 'cancelKeep' : 'cancelClean', (run) => {
      run.note('cancelled', { mode })
      run.interrupt()
    })
    if (mode === 'clean') this.#cleaner.wake()
    return reach
  }

  startOver(ids: readonly number[]): Reach {
    this.#scheduler.recordEnded()
    const scope: QueueScope = { kind: 'ids', ids: [...ids] }
    this.#writes.do(() => this.#ports.uploads.markStartOver(ids))
    // A run that is cut and queued again meets the mark when it starts; all others meet it anyway.
    const running = this.#ports.uploads.idsInScope(scope, [...this.#scheduler.running.keys()])
    if (running.length > 0) this.pause({ kind: 'ids', ids: running })
    return this.resume(scope)
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
    return [...this.#scheduler.running.values()].map((run) => run.snapshot())
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve)
      queueMicrotask(() => this.#tellIdle())
    })
  }

  /** Running uploads are moved and told one by one, all other rows in one statement. */
  #command(scope: QueueScope, event: UploadEvent, tell: (run: UploadRun) => void): Reach {
    const { uploads, events } = this.#ports
    const runningIds = [...this.#scheduler.running.keys()]
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
    const others = uploads.applyToScope(scope, event, runningIds)
    events.onUploadsChanged(scope.kind === 'ids' ? scope.ids : [])
    return { changed: changed + others.changed, refused: meant.length - changed + others.refused }
  }

  /** More or fewer requests may run at once. */
  #onConcurrency(): void {
    for (const run of this.#scheduler.running.values()) run.wake()
    this.#scheduleFill()
  }

  #fill(): void {
    if (this.#state !== 'started') return
    try {
      if (this.#holding.holdQueued()) this.#ports.events.onUploadsChanged([])
      this.#scheduler.fill()
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
    if (this.#isFillDue || this.#cleaner.isWorking) return true
    try {
      return this.#scheduler.hasWork()
    } catch (error) {
      this.#ports.log.error('the queue could not be read', { error: String(error) })
      return true
    }
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
