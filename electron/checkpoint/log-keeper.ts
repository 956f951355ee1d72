import type { CheckpointDatabase } from './database.ts'

/** A fold takes about so long: it cannot be cut short, and nothing else happens meanwhile. */
const foldMs = 20
/** Pages; each fold waits for the disk twice, whatever its size. */
const fewestPages = 500
const mostPages = 4000
const firstPages = 1500

const lookEveryMs = 1000

interface LogState {
  /** Pages in the log, and how many of them are in the file already. */
  log: number
  checkpointed: number
}

/**
 * Folds the write-ahead log into the file in moments of its own. SQLite does so within the commit that fills the log (64 MiB), which
 * then takes 150 ms. Small uploads in a row are left to that: folding seldom costs them least.
 */
export class LogKeeper {
  readonly #database: CheckpointDatabase
  #most = firstPages
  #lastPages = 0
  #timer: NodeJS.Timeout | null = null

  constructor(database: CheckpointDatabase) {
    this.#database = database
  }

  /** Folds whenever nothing was written for about a second; does not keep the process running. */
  watch(): void {
    this.#timer = setInterval(() => this.#look(), lookEveryMs).unref()
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  /** True when folding takes as long as a step should: more at once would take too long. */
  get isFoldDue(): boolean {
    return this.#pages() >= this.#most
  }

  /** Answers how many pages went into the file. */
  fold(): number {
    const pages = this.#pages()
    const startedAt = performance.now()
    this.#checkpoint('PASSIVE')
    const factor = foldMs / Math.max(0.1, performance.now() - startedAt)
    const most = Math.round(pages * Math.min(2, Math.max(0.5, factor)))
    this.#most = Math.min(mostPages, Math.max(fewestPages, most))
    return pages - this.#pages()
  }

  #look(): void {
    try {
      const pages = this.#pages()
      if (pages >= fewestPages && pages === this.#lastPages) this.fold()
      this.#lastPages = this.#pages()
    } catch {
      // A disk that is full or gone: told by the next write.
    }
  }

  /** Pages that are in the log alone. */
  #pages(): number {
    const { log, checkpointed } = this.#checkpoint('NOOP')
    return Math.max(0, log - checkpointed)
  }

  #checkpoint(mode: 'NOOP' | 'PASSIVE'): LogState {
    const [state] = this.#database.sqlite.pragma(`wal_checkpoint(${mode})`) as LogState[]
    return state ?? { log: 0, checkpointed: 0 }
  }
}
