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
  /** The `together` that is under way. */
  #group: { failure: { thrown: unknown } | null } | null = null
  readonly #transaction: Database.Transaction<(body: () => unknown) => unknown>
  #settle: (isChange: boolean) => void = () => undefined
  #isSettling = false

  constructor(sqlite: Database.Database, file: string) {
    this.sqlite = sqlite
    this.#file = file
    this.#transaction = sqlite.transaction((body: () => unknown) => body())
  }

  /**
   * `settle` writes what was put off until somebody looks; it runs before every `read` and every `write`, and hears which.
   * Where the disk refuses it, reads go on with what is written.
   */
  beforeEveryLook(settle: (isChange: boolean) => void): void {
    this.#settle = settle
  }

  /** Runs `body` as one transaction; within another `write` it becomes a savepoint of it, within `together` a part of it. */
  write<T>(body: () => T): T {
    this.#look(true)
    return this.writeUnseen(body)
  }

  /**
   * A `write` that does not mind what was put off. Not BEGIN IMMEDIATE, which opens every database of the connection for
   * writing: nobody else has this one, so nothing can come between what is read and what is written.
   */
  writeUnseen<T>(body: () => T): T {
    const group = this.#group
    if (group === null) return this.#translate(() => this.#transaction(body) as T)
    if (group.failure !== null) throw group.failure.thrown
    try {
      return this.#translate(body)
    } catch (thrown) {
      // What it had written before it threw must not be kept by a caller that takes no notice.
      group.failure ??= { thrown }
      throw thrown
    }
  }

  /** Every `write` of `body` in one transaction: all of them, or none when one throws. */
  together<T>(body: () => T): T {
    if (this.#group !== null) return body()
    return this.writeUnseen(() => {
      const group: { failure: { thrown: unknown } | null } = { failure: null }
      this.#group = group
      try {
        const value = body()
        if (group.failure !== null) throw group.failure.thrown
        return value
      } finally {
        this.#group = null
      }
    })
  }

  read<T>(body: () => T): T {
    try {
      this.#look(false)
    } catch {
      // Told by the next write.
    }
    return this.#translate(body)
  }

  /** A `read` that does not mind what was put off. */
  readUnseen<T>(body: () => T): T {
    return this.#translate(body)
  }

  #look(isChange: boolean): void {
    if (this.#isSettling) return
    this.#isSettling = true
    try {
      this.#settle(isChange)
    } finally {
      this.#isSettling = false
    }
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
