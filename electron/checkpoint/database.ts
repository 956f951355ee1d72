import type Database from 'better-sqlite3'
import { asCheckpointError, isDamage } from './checkpoint-error.ts'
import { leaveDamageMark } from './damage-mark.ts'

/**
 * The one connection. Repositories prepare their statements on `sqlite`; every change runs through `write`
 * and every read through `read`, so that what the disk says comes out as an `UploadError` (class `disk`).
 */
export class CheckpointDatabase {
  readonly sqlite: Database.Database
  readonly #file: string
  readonly #transaction: Database.Transaction<(body: () => unknown) => unknown>

  constructor(sqlite: Database.Database, file: string) {
    this.sqlite = sqlite
    this.#file = file
    this.#transaction = sqlite.transaction((body: () => unknown) => body())
  }

  /** Runs `body` as one transaction; within another `write` it becomes a savepoint of it. */
  write<T>(body: () => T): T {
    return this.#translate(() => this.#transaction.immediate(body) as T)
  }

  read<T>(body: () => T): T {
    return this.#translate(body)
  }

  #translate<T>(body: () => T): T {
    try {
      return body()
    } catch (thrown) {
      if (isDamage(thrown)) leaveDamageMark(this.#file)
      throw asCheckpointError(thrown, this.#file)
    }
  }
}
