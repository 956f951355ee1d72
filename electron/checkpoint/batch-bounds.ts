import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Statement } from 'better-sqlite3'
import type { CheckpointDatabase } from './database.ts'
import { PortionWidth } from './portion-width.ts'
import type { Condition } from './queue-scope.ts'
import { newestId } from './row-ids.ts'
import type { SearchIndex } from './search-index.ts'

/** Rows that are looked at together. */
const portion = { first: 1000, narrowest: 100, widest: 20_000, portionMs: 2 }
const sliceMs = 8
/** What a page waits for: enough for rows that were added since the last one. */
const pageMs = 2
/** After the first page of the list: the window has other things to do first. */
const beginAfterMs = 1500

/** Orders that have an index of all batches together. */
export type BoundedSort = 'queue' | 'added' | 'name' | 'size'

const columns = {
  added: { column: 'u.added_at', first: 'first_added', last: 'last_added' },
  name: { column: 'u.name COLLATE NOCASE', first: 'first_name', last: 'last_name' },
  size: { column: 'u.size_bytes', first: 'first_size', last: 'last_size' },
} as const

/** Of so many batches the bounds are looked up; more are all over the list in any case. */
const mostBatches = 20

/**
 * Between which names, sizes and times the rows of a batch are. The index of an order has the rows of all batches, so that what belongs
 * to one that was added last, or whose names all begin with `z`, would be looked for behind a million others.
 *
 * They are found out in turns of the event loop once somebody looks at the list, and kept from then on. Bounds only grow: rows that go
 * leave them as they are.
 */
export class BatchBounds {
  readonly #database: CheckpointDatabase
  readonly #index: SearchIndex
  readonly #extend: Statement<[number, number]>
  readonly #lastId: Statement<[], number>
  readonly #ends: Statement<[{ batches: string }], { low: number | null; high: number | null }>
  #upTo = 0
  readonly #width = new PortionWidth(portion)
  #restorations = 0
  #isGrowing = false
  #timer: NodeJS.Timeout | null = null

  constructor(database: CheckpointDatabase, index: SearchIndex) {
    const { sqlite } = database
    this.#database = database
    this.#index = index
    sqlite.exec(`CREATE TEMP TABLE batch_bounds (batch_id INTEGER PRIMARY KEY,
      first_added INTEGER, last_added INTEGER, first_name TEXT, last_name TEXT, first_size INTEGER, last_size INTEGER);
    CREATE TEMP TRIGGER uploads_bounds AFTER UPDATE OF name, size_bytes ON main.uploads
    WHEN new.size_bytes <> old.size_bytes OR new.name <> old.name BEGIN
      UPDATE batch_bounds SET first_size = min(first_size, new.size_bytes), last_size = max(last_size, new.size_bytes),
        first_name = min(first_name COLLATE NOCASE, new.name), last_name = max(last_name COLLATE NOCASE, new.name)
      WHERE batch_id = new.batch_id;
    END`)
    this.#extend = sqlite.prepare(`INSERT INTO temp.batch_bounds
      SELECT batch_id, min(added_at), max(added_at), min(name COLLATE NOCASE), max(name COLLATE NOCASE), min(size_bytes),
        max(size_bytes) FROM main.uploads NOT INDEXED WHERE id > ? AND id <= ? GROUP BY batch_id
      ON CONFLICT DO UPDATE SET first_added = min(first_added, excluded.first_added), last_added = max(last_added, excluded.last_added),
        first_name = min(first_name COLLATE NOCASE, excluded.first_name), last_name = max(last_name COLLATE NOCASE, excluded.last_name),
        first_size = min(first_size, excluded.first_size), last_size = max(last_size, excluded.last_size)`)
    this.#lastId = sqlite.prepare<[], number>(newestId).pluck()
    const end = (
      direction: string,
      section: number,
    ) => `(SELECT u.position FROM uploads u INDEXED BY uploads_batch
      WHERE u.batch_id = b.value AND u.section = ${section} ORDER BY u.position ${direction} LIMIT 1)`
    const sections = [0, 1, 2]
    this.#ends = sqlite.prepare(
      `SELECT min(place) AS low, max(place) AS high FROM (${sections
        .flatMap((section) => [end('ASC', section), end('DESC', section)])
        .map((place) => `SELECT ${place} AS place FROM json_each(@batches) b`)
        .join(' UNION ALL ')})`,
    )
  }

  /** A range of the order outside of which these batches have no rows; null while it is not known. */
  of(batches: readonly number[], sort: BoundedSort): Condition | null {
    if (batches.length === 0 || batches.length > mostBatches) return null
    if (sort === 'queue') return this.#ofPositions(batches)
    if (this.#restorations !== this.#index.restorations) this.#begin()
    if (!this.#grow(pageMs)) {
      void this.#growOn()
      return null
    }
    const { column, first, last } = columns[sort]
    const bound = (what: string) =>
      `(SELECT ${what} FROM temp.batch_bounds WHERE batch_id IN (${batches.join(', ')}))`
    const collation = sort === 'name' ? ' COLLATE NOCASE' : ''
    return {
      sql: `${column} >= ${bound(`min(${first}${collation})`)} AND ${column} <= ${bound(`max(${last}${collation})`)}`,
      values: {},
    }
  }

  /** Somebody looks at the list, and may look at a batch next. */
  prepare(): void {
    this.#timer ??= setTimeout(() => void this.#growOn(), beginAfterMs).unref()
  }

  /** From the index that has the places of each batch by itself. */
  #ofPositions(batches: readonly number[]): Condition | null {
    const { low, high } = this.#ends.get({ batches: JSON.stringify(batches) }) ?? { low: null, high: null }
    if (low === null || high === null) return null
    return { sql: 'u.position >= @low AND u.position <= @high', values: { low, high } }
  }

  #begin(): void {
    this.#restorations = this.#index.restorations
    this.#upTo = 0
  }

  /** Looks at more rows, for a moment; answers whether all have been. */
  #grow(budgetMs: number): boolean {
    const endAt = performance.now() + budgetMs
    const lastId = this.#lastId.get() ?? 0
    while (this.#upTo < lastId && performance.now() < endAt) {
      const startedAt = performance.now()
      const until = Math.min(lastId, this.#upTo + this.#width.rows)
      this.#extend.run(this.#upTo, until)
      this.#upTo = until
      this.#width.learn(startedAt)
    }
    return this.#upTo >= lastId
  }

  async #growOn(): Promise<void> {
    if (this.#isGrowing) return
    this.#isGrowing = true
    try {
      do await nextTurn()
      while (this.#database.sqlite.open && !this.#database.read(() => this.#grow(sliceMs)))
    } catch {
      // A disk that is gone: told by whoever asks for the next page.
    } finally {
      this.#isGrowing = false
    }
  }
}
