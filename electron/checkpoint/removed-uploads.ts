import type { CheckpointDatabase } from './database.ts'

/** Tables whose rows go with an upload or with its batch, parents first, and how to find the rows of removed uploads. */
const tables = [
  { name: 'batches', key: 'id', of: 'SELECT batch_id FROM temp.removing_ids' },
  { name: 'left_out', key: 'batch_id', of: 'SELECT batch_id FROM temp.removing_ids' },
  { name: 'uploads', key: 'id', of: 'SELECT id FROM temp.removing_ids' },
  { name: 'parts', key: 'upload_id', of: 'SELECT id FROM temp.removing_ids' },
  { name: 'events', key: 'upload_id', of: 'SELECT id FROM temp.removing_ids' },
] as const

/**
 * Copies of what the last removal took out of the list, for as long as the program runs. They are SQLite's temporary
 * tables: a removal of a hundred thousand rows must not fill the memory, and after a restart there is nothing to undo.
 */
export class RemovedUploads {
  readonly #database: CheckpointDatabase
  #lastId = 0
  #isPrepared = false

  constructor(database: CheckpointDatabase) {
    this.#database = database
  }

  /** Forgets what was kept before; answers the id that brings back what is kept from now on. */
  begin(): number {
    this.#prepare()
    this.#forget()
    this.#lastId += 1
    return this.#lastId
  }

  /** The removal that is kept now; 0 for none. */
  get lastId(): number {
    return this.#lastId
  }

  /** Copies the uploads that `select` names (`SELECT id, batch_id …`), which are then in `temp.removing_ids`. */
  keep(select: string, values: Record<string, string | number>): void {
    const { sqlite } = this.#database
    this.#prepare()
    sqlite.exec('DELETE FROM temp.removing_ids')
    sqlite.prepare(`INSERT INTO temp.removing_ids ${select}`).run(values)
    // Children first: of a batch that was copied by an earlier portion, what it left out was as well.
    for (const { name, key, of } of tables.toReversed()) {
      const columns = this.#columns(name)
      const isOnce = name === 'batches' || name === 'left_out'
      const again = isOnce ? `AND ${key} NOT IN (SELECT id FROM temp.removed_batches)` : ''
      sqlite.exec(
        `INSERT INTO temp.removed_${name} SELECT ${columns} FROM main.${name} WHERE ${key} IN (${of}) ${again}`,
      )
    }
  }

  /** Puts everything back as it was; `refused` are rows of a destination that is gone meanwhile. */
  restore(undoId: number): { changed: number; refused: number } {
    return this.#database.write(() => {
      if (undoId !== this.#lastId || !this.#isPrepared) return { changed: 0, refused: 0 }
      const { sqlite } = this.#database
      const kept = sqlite.prepare<[], number>('SELECT count(*) FROM temp.removed_uploads').pluck().get() ?? 0
      let changed = 0
      for (const { name } of tables) {
        const columns = this.#columns(name)
        const { changes } = sqlite
          .prepare(
            `INSERT OR IGNORE INTO main.${name} (${columns}) SELECT ${columns} FROM temp.removed_${name} AS kept
              WHERE ${parentOf(name)}`,
          )
          .run()
        if (name === 'uploads') changed = changes
      }
      this.#forget()
      return { changed, refused: kept - changed }
    })
  }

  #prepare(): void {
    if (this.#isPrepared) return
    const { sqlite } = this.#database
    sqlite.exec('CREATE TEMP TABLE IF NOT EXISTS removing_ids (id INTEGER PRIMARY KEY, batch_id INTEGER)')
    for (const { name } of tables) {
      sqlite.exec(
        `CREATE TEMP TABLE IF NOT EXISTS removed_${name} AS SELECT ${this.#columns(name)} FROM main.${name} WHERE 0`,
      )
    }
    this.#isPrepared = true
  }

  #forget(): void {
    const { sqlite } = this.#database
    sqlite.exec('DELETE FROM temp.removing_ids')
    for (const { name } of tables) sqlite.exec(`DELETE FROM temp.removed_${name}`)
  }

  /** Stored columns; generated ones cannot be written. */
  #columns(table: string): string {
    return this.#database.sqlite
      .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
      .pluck()
      .all(table)
      .join(', ')
  }
}

/** The row that must be there already, so that no reference leads nowhere. */
function parentOf(table: (typeof tables)[number]['name']): string {
  switch (table) {
    case 'batches':
      return 'kept.destination_id IN (SELECT id FROM main.destinations)'
    case 'left_out':
    case 'uploads':
      return 'kept.batch_id IN (SELECT id FROM main.batches)'
    case 'parts':
    case 'events':
      return 'kept.upload_id IN (SELECT id FROM main.uploads)'
  }
}
