import type { Statement } from 'better-sqlite3'
import type { CheckpointDatabase } from './database.ts'

/** Table `credentials`: blobs the system's key store has sealed. Nothing readable ever comes in here. */
export class CredentialTable {
  readonly #database: CheckpointDatabase
  readonly #now: () => number
  readonly #find: Statement<[string], Buffer>
  readonly #ids: Statement<[], string>
  readonly #save: Statement<[string, Uint8Array, number]>
  readonly #remove: Statement<[string]>

  constructor(database: CheckpointDatabase, now: () => number) {
    const { sqlite } = database
    this.#database = database
    this.#now = now
    this.#find = sqlite
      .prepare<[string], Buffer>('SELECT sealed FROM credentials WHERE destination_id = ?')
      .pluck()
    this.#ids = sqlite.prepare<[], string>('SELECT destination_id FROM credentials').pluck()
    this.#save = sqlite.prepare(`INSERT INTO credentials VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET sealed = excluded.sealed, saved_at = excluded.saved_at`)
    this.#remove = sqlite.prepare('DELETE FROM credentials WHERE destination_id = ?')
  }

  find(destinationId: string): Buffer | null {
    return this.#database.read(() => this.#find.get(destinationId) ?? null)
  }

  /** Destinations that have a sealed secret. */
  destinationIds(): string[] {
    return this.#database.read(() => this.#ids.all())
  }

  save(destinationId: string, sealed: Uint8Array): void {
    this.#erasing(() => this.#save.run(destinationId, sealed, this.#now()))
  }

  remove(destinationId: string): void {
    this.#erasing(() => this.#remove.run(destinationId))
  }

  /**
   * SQLite leaves deleted rows in the file until their place is needed, and older pages in the log. Sealed or not, a
   * secret that somebody wants gone is overwritten, and the log that still holds it is folded back and emptied.
   */
  #erasing(change: () => unknown): void {
    const { sqlite } = this.#database
    sqlite.pragma('secure_delete = ON')
    try {
      this.#database.write(change)
      this.#database.read(() => sqlite.pragma('wal_checkpoint(TRUNCATE)'))
    } finally {
      sqlite.pragma('secure_delete = OFF')
    }
  }
}
