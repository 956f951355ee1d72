import type { Database, Statement } from 'better-sqlite3'

type Value = string | number | null
type Named = Record<string, Value>

/** How many rows one statement takes, each twice the next; the largest that fits comes first. */
const portions = [64, 32, 16, 8, 4, 2, 1] as const

/**
 * A statement over several rows at once, `FROM (VALUES …)`. A table with triggers makes SQLite keep a copy of every page that a
 * statement touches until it is through: for one row that is three quarters of the time, for many it is next to nothing.
 */
export class ManyRows {
  readonly #prepare: (rows: number) => Statement<[...Value[], Named]>
  readonly #statements = new Map<number, Statement<[...Value[], Named]>>()

  /**
   * `sql` gets the rows as a table with the columns `column1` and so on. It must write nothing that a CHECK would refuse
   * (`prepareUnchecked`).
   */
  constructor(sqlite: Database, columns: number, sql: (rows: string) => string) {
    const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`
    this.#prepare = (rows) =>
      prepareUnchecked(sqlite, sql(`(VALUES ${Array.from({ length: rows }, () => row).join(', ')})`))
    // A mistake in it shows at once.
    this.#of(1)
  }

  /** `named` are the values that all rows share. Answers how many rows were changed. */
  run(values: readonly (readonly Value[])[], named: Named): number {
    let changed = 0
    let done = 0
    for (const rows of portions) {
      for (; values.length - done >= rows; done += rows) {
        changed += this.#of(rows).run(...values.slice(done, done + rows).flat(), named).changes
      }
    }
    return changed
  }

  #of(rows: number): Statement<[...Value[], Named]> {
    const known = this.#statements.get(rows)
    if (known) return known
    const statement = this.#prepare(rows)
    this.#statements.set(rows, statement)
    return statement
  }
}

/**
 * A statement that must write nothing that a CHECK would refuse: SQLite builds the list of all statuses anew to check each row
 * against it, so this one does without.
 */
export function prepareUnchecked<Values extends unknown[]>(sqlite: Database, sql: string): Statement<Values> {
  sqlite.pragma('ignore_check_constraints = ON')
  try {
    return sqlite.prepare<Values>(sql)
  } finally {
    sqlite.pragma('ignore_check_constraints = OFF')
  }
}
