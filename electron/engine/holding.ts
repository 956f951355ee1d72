import type { QueueScope } from '../../shared/queue.ts'
import type { EnginePorts } from './ports/engine.ts'
import type { Hold } from './ports/upload-record.ts'
import type { UploadRun } from './upload-run.ts'

/** A time in which nothing is sent: a pause until tomorrow, a computer on battery. What the user paused is none of it. */
export class Holding {
  readonly #ports: EnginePorts
  #hold: Hold | null = null
  /** Resumed by name while all others are held. */
  readonly #allowed = new Set<number>()

  constructor(ports: EnginePorts) {
    this.#ports = ports
  }

  change(hold: Hold | null, running: Iterable<UploadRun>, when: 'now' | 'after-parts'): void {
    const { uploads } = this.#ports
    this.#hold = hold
    this.#allowed.clear()
    if (hold === null) {
      uploads.unblock('schedule')
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
    this.#ports.uploads.unblock('schedule')
    this.#ports.events.onHoldEnded?.()
  }

  /** Before the queue is looked at: what came into it since waits as well. True when there was any. */
  holdQueued(): boolean {
    return this.#hold !== null && this.#ports.uploads.holdQueued(this.#hold, [...this.#allowed]) > 0
  }
}
