import type { Statement } from 'better-sqlite3'
import type { CheckpointDatabase } from './database.ts'

/** Table `program_secrets`: what the system's key store has sealed for the program itself. Nothing readable comes in here. */
export class ProgramSecretTable {
  readonly #database: CheckpointDatabase
  readonly #now: () => number
  readonly #find: Statement<[string], Buffer>
  readonly #save: Statement<[string, Uint8Array, number]>
  readonly #remove: Statement<[string]>

  constructor(database: CheckpointDatabase, now: () => number) {
    const { sqlite } = database
    this.#database = database
    this.#now = now
    this.#find = sqlite.prepare<[string], Buffer>('SELECT sealed FROM program_secrets WHERE name = ?').pluck()
    this.#save = sqlite.prepare(`INSERT INTO program_secrets VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET sealed = excluded.sealed, saved_at = excluded.saved_at`)
    this.#remove = sqlite.prepare('DELETE FROM program_secrets WHERE name = ?')
  }

  find(name: string): Buffer | null {
    return this.#database.read(() => this.#find.get(name) ?? null)
  }

  save(name: string, sealed: Uint8Array): void {
    this.#database.write(() => this.#save.run(name, sealed, this.#now()))
  }

  remove(name: string): void {
    this.#database.write(() => this.#remove.run(name))
  }
}
