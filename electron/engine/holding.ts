import type { QueueScope } from '../../shared/queue.ts'
import type { EnginePorts } from './ports/engine.ts'
import type { Hold } from './ports/upload-record.ts'
import type { UploadRun } from './upload-run.ts'

/**
 * Rows that are held, or let go, in one transaction; a queue of
 * a million takes many, with turns of the event loop between.
 */
const rowsAtOnce = 500

/** A time in which nothing is sent: a pause until tomorrow, a computer on battery. What the user paused is none of it. */
export class Holding {
  readonly #ports: EnginePorts
  #hold: Hold | null = null
  /** Resumed by name while all others are held. */
  readonly #allowed = new Set<number>()
  readonly #onLetGo: () => void
  #isLettingGo = false

  /** `onLetGo`: some of the rows that were held are queued again. */
  constructor(ports: EnginePorts, onLetGo: () => void) {
    this.#ports = ports
    this.#onLetGo = onLetGo
  }

  /** Rows are left that were held and are not queued again yet. */
  get isLettingGo(): boolean {
    return this.#isLettingGo
  }

  change(hold: Hold | null, running: Iterable<UploadRun>, when: 'now' | 'after-parts'): void {
    const { uploads } = this.#ports
    this.#hold = hold
    this.#allowed.clear()
    if (hold === null) {
      this.#letGo()
      return
    }
    const change = { waitingFor: 'schedule', reason: hold.reason, nextTryAt: hold.nextTryAt } as const
    for (const run of running) {
      // One that is being paused or cancelled ends by itself.
      if (uploads.apply(run.id, 'wait', change) === null) continue
      if (when === 'now') run.interrupt()
      else run.finishCurrentParts()
    }
  }

  /** What the user resumes runs: all of it ends the hold. */
  allow(scope: QueueScope): void {
    if (this.#hold === null) return
    if (scope.kind === 'ids') {
      for (const id of scope.ids) this.#allowed.add(id)
      return
    }
    // Some of a kind, e.g. the failed ones to one destination, are queued and wait with all others.
    const isEverything = scope.filter === 'all' || scope.filter === 'waiting'
    if (!isEverything || scope.destinationId !== undefined || scope.search) return
    this.#hold = null
    this.#letGo()
    this.#ports.events.onHoldEnded?.()
  }

  /** Before the queue is looked at: what came into it since waits as well. `more`: not all of it could be held yet. */
  holdQueued(): 'none' | 'some' | 'more' {
    if (this.#hold === null) return 'none'
    const held = this.#ports.uploads.holdQueued(this.#hold, [...this.#allowed], rowsAtOnce)
    if (held === 0) return 'none'
    return held < rowsAtOnce ? 'some' : 'more'
  }

  #letGo(): void {
    if (this.#ports.uploads.unblock('schedule', rowsAtOnce) < rowsAtOnce) {
      this.#isLettingGo = false
      return
    }
    this.#isLettingGo = true
    setImmediate(() => {
      if (!this.#isLettingGo) return
      if (this.#hold === null) this.#letGo()
      else this.#isLettingGo = false
      this.#onLetGo()
    })
  }
}
