import type { Database, Statement } from 'better-sqlite3'

type Value = string | number | null
type Named = Record<string, Value>

/** How many rows one statement takes; the largest that fits comes first. */
const portions = [64, 16, 4, 1] as const

/**
 * A statement over several rows at once, `FROM (VALUES …)`. A table with triggers makes SQLite keep a copy of every page that a
 * statement touches until it is through: for one row that is three quarters of the time, for many it is next to nothing.
 */
export class ManyRows {
  readonly #statements: readonly { rows: number; statement: Statement<[...Value[], Named]> }[]

  /**
   * `sql` gets the rows as a table with the columns `column1` and so on. It must write nothing that a CHECK would refuse:
   * SQLite builds the list of all statuses anew to check each row against it, so these statements do without.
   */
  constructor(sqlite: Database, columns: number, sql: (rows: string) => string) {
    const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`
    sqlite.pragma('ignore_check_constraints = ON')
    this.#statements = portions.map((rows) => ({
      rows,
      statement: sqlite.prepare(sql(`(VALUES ${Array.from({ length: rows }, () => row).join(', ')})`)),
    }))
    sqlite.pragma('ignore_check_constraints = OFF')
  }

  /** `named` are the values that all rows share. Answers how many rows were changed. */
  run(values: readonly (readonly Value[])[], named: Named): number {
    let changed = 0
    let done = 0
    for (const { rows, statement } of this.#statements) {
      for (; values.length - done >= rows; done += rows) {
        changed += statement.run(...values.slice(done, done + rows).flat(), named).changes
      }
    }
    return changed
  }
}
