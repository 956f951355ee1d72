import { setImmediate } from 'node:timers/promises'
import type { Settings } from '../../shared/settings.ts'
import type { HistoryCleaner } from '../checkpoint/history-cleaner.ts'
import type { Engine } from '../engine/ports/engine.ts'
import type { Log } from '../engine/ports/log.ts'

const dayMs = 86_400_000
/** Often enough for a program that runs for weeks; a removal that finds nothing costs nothing. */
const intervalMs = 3_600_000
/** Rows removed in one transaction: uploads go on in between. */
const rowsAtOnce = 1000

interface Parts {
  history: Pick<HistoryCleaner, 'prune' | 'keptBefore'>
  engine: Pick<Engine, 'cancel'>
  settings: () => Settings
  now: () => number
  /** Rows have left the list. */
  onRemoved: () => void
  log: Log
}

/** Keeps the list as long as the settings say: at start, every hour, and when they change. */
export class HistoryUpkeep {
  readonly #parts: Parts
  #timer: NodeJS.Timeout | null = null
  #working: Promise<void> | null = null
  #isStopped = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    this.#timer = setInterval(() => void this.run(), intervalMs)
    this.#timer.unref()
    void this.run()
  }

  /** One round; a second one that is asked for meanwhile is the same. Never rejects. */
  run(): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    this.#working ??= this.#round()
      .catch((error: unknown) =>
        this.#parts.log.warn('the history was not cleaned up', { error: String(error) }),
      )
      .finally(() => {
        this.#working = null
      })
    return this.#working
  }

  /** Resolves when nothing touches the database any more. */
  async stop(): Promise<void> {
    this.#isStopped = true
    if (this.#timer) clearInterval(this.#timer)
    await this.#working
  }

  async #round(): Promise<void> {
    const { history, engine, now, settings, onRemoved } = this.#parts
    const { keepHistoryDays, keepHistoryCount, keepCheckpointDays } = settings()
    if (keepCheckpointDays > 0) {
      const ids = history.keptBefore(now() - keepCheckpointDays * dayMs)
      if (ids.length > 0) engine.cancel({ kind: 'ids', ids }, 'clean')
    }
    const limits = { before: now() - keepHistoryDays * dayMs, keep: keepHistoryCount, limit: rowsAtOnce }
    for (;;) {
      const removed = history.prune(limits)
      if (removed > 0) onRemoved()
      if (removed < rowsAtOnce) return
      await setImmediate()
      if (this.#isStopped) return
    }
  }
}
