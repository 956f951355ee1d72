import type { Database, Statement } from 'better-sqlite3'

/** A command over many rows has a handful, and is worked off with the same ones. */
const mostStatements = 20

type Values = Record<string, string | number>

/** Statements put together for commands. Preparing costs more than moving a row: SQLite compiles all triggers with each. */
export class KeptStatements {
  readonly #sqlite: Database
  readonly #statements = new Map<string, Statement<[Values]>>()

  constructor(sqlite: Database) {
    this.#sqlite = sqlite
  }

  of(sql: string): Statement<[Values]> {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= mostStatements) this.#statements.clear()
    const statement = this.#sqlite.prepare<[Values]>(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}
