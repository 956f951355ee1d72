import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Reach } from '../../shared/ipc.ts'
import type { CheckpointDatabase } from './database.ts'
import type { LogKeeper } from './log-keeper.ts'
import type { SearchIndex } from './search-index.ts'

interface Parts {
  database: CheckpointDatabase
  log: LogKeeper
  search: SearchIndex
}

/** Tables whose rows go with an upload or with its batch, parents first, and how to find the rows of removed uploads. */
const tables = [
  { name: 'batches', key: 'id', of: 'SELECT batch_id FROM scratch.removing_ids' },
  { name: 'left_out', key: 'batch_id', of: 'SELECT batch_id FROM scratch.removing_ids' },
  { name: 'uploads', key: 'id', of: 'SELECT id FROM scratch.removing_ids' },
  { name: 'parts', key: 'upload_id', of: 'SELECT id FROM scratch.removing_ids' },
  { name: 'events', key: 'upload_id', of: 'SELECT id FROM scratch.removing_ids' },
] as const

/** Up to so many rows come back in one transaction. */
const mostAtOnce = 2000
const rowsAtOnce = 150
const turnMs = 10
/** Pages of the search index that are merged per turn: a turn adds some ten, and each is merged a few times. */
const mergedPages = 64

/** Each portion is a transaction of its own. */
type Portions = Generator<undefined, Reach>

/**
 * Copies of what the last removal took out of the list, for as long as the program runs. They stand in a file that is gone
 * with it: a removal of a hundred thousand rows must not fill the memory, and after a restart there is nothing to undo.
 */
export class RemovedUploads {
  readonly #database: CheckpointDatabase
  readonly #log: LogKeeper
  readonly #search: SearchIndex
  #lastId = 0
  #isPrepared = false
  #restoring: Portions | null = null
  #finished: Reach = { changed: 0, refused: 0 }

  constructor({ database, log, search }: Parts) {
    this.#database = database
    this.#log = log
    this.#search = search
  }

  /** Forgets what was kept before; answers the id that brings back what is kept from now on. */
  begin(): number {
    this.finishRestoring()
    this.#prepare()
    this.#forget()
    this.#lastId += 1
    return this.#lastId
  }

  /** The removal that is kept now; 0 for none. */
  get lastId(): number {
    return this.#lastId
  }

  /** Copies the uploads that `select` names (`SELECT id, batch_id …`), which are then in `scratch.removing_ids`. */
  keep(select: string, values: Record<string, string | number>): void {
    const { sqlite } = this.#database
    this.#prepare()
    sqlite.exec('DELETE FROM scratch.removing_ids')
    sqlite.prepare(`INSERT INTO scratch.removing_ids ${select}`).run(values)
    // Children first: of a batch that was copied by an earlier portion, what it left out was as well.
    for (const { name, key, of } of tables.toReversed()) {
      const columns = this.#columns(name)
      const isOnce = name === 'batches' || name === 'left_out'
      const again = isOnce ? `AND ${key} NOT IN (SELECT id FROM scratch.removed_batches)` : ''
      sqlite.exec(
        `INSERT INTO scratch.removed_${name} SELECT ${columns} FROM main.${name} WHERE ${key} IN (${of}) ${again}`,
      )
    }
  }

  /**
   * Puts everything back as it was; `refused` are rows of a destination that is gone meanwhile. Many rows come back in portions,
   * with turns of the event loop in between.
   */
  restore(undoId: number): Reach | Promise<Reach> {
    if (undoId !== this.#lastId || !this.#isPrepared || this.#restoring !== null)
      return { changed: 0, refused: 0 }
    const kept =
      this.#database.sqlite
        .prepare<[], number>('SELECT count(*) FROM scratch.removed_uploads')
        .pluck()
        .get() ?? 0
    const portions = this.#portions(kept)
    return kept <= mostAtOnce ? this.#database.write(() => drained(portions)) : this.#restoreSlowly(portions)
  }

  /** All that is still to come back does so now: nobody else may need these tables, or the file, in the middle. */
  finishRestoring(): void {
    if (this.#restoring === null) return
    const portions = this.#restoring
    this.#restoring = null
    this.#finished = drained(portions)
    this.#search.mergeWhileAdding(true)
  }

  async #restoreSlowly(portions: Portions): Promise<Reach> {
    this.#restoring = portions
    this.#search.mergeWhileAdding(false)
    for (;;) {
      await nextTurn()
      if (this.#restoring !== portions) return this.#finished
      try {
        const reach = this.#turn(portions)
        if (reach === null) continue
        this.#endRestoring()
        return reach
      } catch (thrown) {
        this.#endRestoring()
        throw thrown
      }
    }
  }

  #endRestoring(): void {
    this.#restoring = null
    this.#search.mergeWhileAdding(true)
  }

  /** The answer when nothing is left to bring back. Folding the log takes a turn of its own. */
  #turn(portions: Portions): Reach | null {
    if (this.#log.isFoldDue) {
      this.#log.fold()
      return null
    }
    const endAt = performance.now() + turnMs
    do {
      const { done, value } = portions.next()
      if (done) return value
    } while (performance.now() < endAt)
    this.#search.mergeSome(mergedPages)
    return null
  }

  /** Parents before children, so that no reference leads nowhere. */
  *#portions(kept: number): Portions {
    const { sqlite } = this.#database
    let changed = 0
    for (const { name } of tables) {
      const columns = this.#columns(name)
      const insert = sqlite.prepare<[number, number]>(
        `INSERT OR IGNORE INTO main.${name} (${columns}) SELECT ${columns} FROM scratch.removed_${name} AS kept
          WHERE kept.rowid > ? AND kept.rowid <= ? AND ${parentOf(name)}`,
      )
      const last = sqlite
        .prepare<[], number | null>(`SELECT max(rowid) FROM scratch.removed_${name}`)
        .pluck()
        .get()
      for (let after = 0; after < (last ?? 0); after += rowsAtOnce) {
        const { changes } = this.#database.write(() => insert.run(after, after + rowsAtOnce))
        if (name === 'uploads') changed += changes
        yield
      }
    }
    this.#forget()
    this.#search.noteChange()
    this.#search.restorations += 1
    return { changed, refused: kept - changed }
  }

  #prepare(): void {
    if (this.#isPrepared) return
    const { sqlite } = this.#database
    sqlite.exec('CREATE TABLE IF NOT EXISTS scratch.removing_ids (id INTEGER PRIMARY KEY, batch_id INTEGER)')
    for (const { name } of tables) {
      sqlite.exec(
        `CREATE TABLE IF NOT EXISTS scratch.removed_${name} AS SELECT ${this.#columns(name)} FROM main.${name} WHERE 0`,
      )
    }
    this.#isPrepared = true
  }

  #forget(): void {
    const { sqlite } = this.#database
    sqlite.exec('DELETE FROM scratch.removing_ids')
    for (const { name } of tables) sqlite.exec(`DELETE FROM scratch.removed_${name}`)
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

function drained(portions: Portions): Reach {
  for (;;) {
    const { done, value } = portions.next()
    if (done) return value
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
