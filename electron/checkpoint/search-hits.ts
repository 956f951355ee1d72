import type { Statement } from 'better-sqlite3'
import type { CheckpointDatabase } from './database.ts'
import { PortionWidth } from './portion-width.ts'
import { searchCondition } from './queue-scope.ts'
import { idRange, newestId } from './row-ids.ts'

/** Ids that are looked through at once. */
const portion = { first: 4000, narrowest: 200, widest: 100_000, portionMs: 4 }

type Values = Record<string, string | number>

/**
 * The rows that a search finds, one bit for each id, found out in portions in the order of the ids: a text that is in every name has a
 * million hits, which take a tenth of a second to count and much longer to put in another order.
 */
export class SearchHits {
  readonly search: string
  readonly #values: Values
  readonly #within: Statement<[Values], number>
  readonly #one: Statement<[Values], number>
  readonly #lastId: Statement<[], number>
  #bits = new Uint32Array(1024)
  readonly #width = new PortionWidth(portion)
  /** Ids up to here are known. */
  #upTo = 0
  #count = 0

  constructor({ sqlite }: CheckpointDatabase, search: string) {
    const { sql, values } = searchCondition(search)
    this.search = search
    this.#values = values
    const select =
      'match' in values
        ? { all: 'SELECT rowid FROM search WHERE search MATCH @match', id: 'rowid' }
        : { all: `SELECT u.id FROM uploads u NOT INDEXED WHERE ${sql}`, id: 'u.id' }
    this.#within = sqlite.prepare<[Values], number>(`${select.all} AND ${idRange(select.id)}`).pluck()
    this.#one = sqlite
      .prepare<[Values], number>(`${select.all} AND ${select.id} = CAST(@id AS INTEGER)`)
      .pluck()
    this.#lastId = sqlite.prepare<[], number>(newestId).pluck()
  }

  /** Hits among the ids that are known. */
  get count(): number {
    return this.#count
  }

  /** The last id that is known. */
  get upTo(): number {
    return this.#upTo
  }

  /** Whether every row that there is now is known. */
  get isComplete(): boolean {
    return this.#upTo >= (this.#lastId.get() ?? 0)
  }

  /** Looks through more ids, for about so long; answers whether all are known. */
  grow(budgetMs: number): boolean {
    const endAt = performance.now() + budgetMs
    const lastId = this.#lastId.get() ?? 0
    while (this.#upTo < lastId && performance.now() < endAt) this.#portion(lastId)
    return this.#upTo >= lastId
  }

  /** Null: not known yet. */
  has(id: number): boolean | null {
    return id > this.#upTo ? null : ((this.#bits[id >> 5] ?? 0) & (1 << (id & 31))) !== 0
  }

  /** Asks for a single row, which takes some 0.1 ms. */
  probe(id: number): boolean {
    return this.#one.get({ ...this.#values, id }) !== undefined
  }

  /** All hits that are known, ascending. */
  ids(): number[] {
    const ids: number[] = []
    for (const [at, word] of this.#bits.entries()) {
      for (let rest = word; rest !== 0; rest &= rest - 1) ids.push(at * 32 + 31 - Math.clz32(rest & -rest))
    }
    return ids
  }

  #portion(lastId: number): void {
    const startedAt = performance.now()
    const until = Math.min(lastId, this.#upTo + this.#width.rows)
    const ids = this.#within.all({ ...this.#values, after: this.#upTo, until })
    this.#makeRoom(until)
    for (const id of ids) this.#bits[id >> 5] = (this.#bits[id >> 5] ?? 0) | (1 << (id & 31))
    this.#count += ids.length
    this.#upTo = until
    this.#width.learn(startedAt)
  }

  #makeRoom(id: number): void {
    const words = (id >> 5) + 1
    if (words <= this.#bits.length) return
    const bits = new Uint32Array(Math.max(words, this.#bits.length * 2))
    bits.set(this.#bits)
    this.#bits = bits
  }
}
