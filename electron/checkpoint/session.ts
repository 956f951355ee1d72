import type { CheckpointDatabase } from './database.ts'

/** Whether the last session ended by `close`; after a crash the next start checks the whole file. */
export class Session {
  readonly #database: CheckpointDatabase
  readonly #now: () => number

  constructor(database: CheckpointDatabase, now: () => number) {
    this.#database = database
    this.#now = now
  }

  close(): void {
    const { sqlite } = this.#database
    if (!sqlite.open) return
    try {
      sqlite.prepare('UPDATE session SET is_open = 0, changed_at = ?').run(this.#now())
    } catch {
      // A disk that is full or gone must not keep the program from quitting; the next start checks the file.
    }
    sqlite.close()
  }
}
