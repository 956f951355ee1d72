import type { CheckpointDatabase } from './database.ts'
import { allOf, type Condition } from './queue-scope.ts'
import { besidePivot, collated, type SortKey } from './queue-sorts.ts'

/** A range of one index that has its rows in the order of the list already. */
export interface Run {
  index: string
  /** SQL condition that is a range of the index. */
  where: string
  /** How many rows it has, with what else is wanted of them. */
  count: number
}

/** Rows of one list: the runs that make it up, its order, and what else is wanted of a row (columns of the index only). */
export interface RunList {
  runs: readonly Run[]
  keys: readonly SortKey[]
  wanted: Condition
  /** A range of the order that has all that is wanted: pages near one of its ends need not look for it. */
  bounds?: Condition | null
  descending: boolean
}

export interface Span {
  offset: number
  limit: number
}

/** From here on looking for the place of a page is cheaper than merging all rows before it. */
export const farOffset = 2000

/** So many rows are merged rather than looking for a nearer one. */
const nearEnough = 10_000

/** Each try costs a pass over the index up to there. */
const mostTries = 4

/**
 * Reads pages of a list that is made of several runs. SQLite merges runs without sorting, at some 0.3 µs for each row
 * that is stepped over; within one run a step costs a tenth of it. So a far page is first approached within the longest
 * run, counting how far that is into the others, and only the rest of the way is merged.
 */
export class RunPager {
  readonly #sqlite: CheckpointDatabase['sqlite']

  constructor({ sqlite }: CheckpointDatabase) {
    this.#sqlite = sqlite
  }

  page(list: RunList, span: Span): number[] {
    const runs = list.runs.filter(({ count }) => count > 0)
    const present = { ...list, runs }
    if (span.limit <= 0 || runs.length === 0) return []
    if (runs.length === 1 || span.offset < farOffset) return this.merge(present, span)
    return this.#far(present, span)
  }

  /** Without looking at the counts. */
  merge(list: RunList, { offset, limit }: Span, from?: { pivot: number; comparison: '<' | '>=' }): number[] {
    const { runs, keys, descending } = list
    const wanted = from === undefined && list.bounds ? allOf([list.bounds, list.wanted]) : list.wanted
    const sides = from === undefined ? ['1'] : besidePivot(keys, flipped(from.comparison, descending))
    const columns = keys.map((key, at) => `${collated(key)} AS k${at}`).join(', ')
    const selects = runs.flatMap(({ index, where }) =>
      sides.map(
        (side) =>
          `SELECT u.id AS id, ${columns} FROM uploads u INDEXED BY ${index} WHERE ${where} AND ${wanted.sql} AND ${side}`,
      ),
    )
    const direction = descending !== (from?.comparison === '<') ? 'DESC' : 'ASC'
    const order = keys.map((_, at) => `k${at} ${direction}`).join(', ')
    const tail = `LIMIT ${limit} OFFSET ${offset}`
    const sql =
      selects.length === 1
        ? `${selects[0]} ORDER BY ${order} ${tail}`
        : `SELECT id FROM (${selects.join(' UNION ALL ')} ORDER BY ${order}) ${tail}`
    return this.#pluck(sql, { ...wanted.values, ...(from && { pivot: from.pivot }) })
  }

  /**
   * The only run, without some of its rows: those few (`count`) that are in `left`. It is read from the same offset on,
   * and as much further as rows had to be left out before it.
   */
  pageWithout(list: RunList, left: Run, { offset, limit }: Span): number[] {
    const among = this.merge(list, { offset, limit: limit + left.count })
    const [first] = among
    if (first === undefined || limit <= 0) return []
    const skipped = this.#countBefore({ ...list, runs: [left] }, first)
    const from = `FROM uploads u INDEXED BY ${left.index} WHERE ${left.where} AND ${list.wanted.sql}`
    const leftOut = new Set(this.#pluck(`SELECT u.id ${from}`, list.wanted.values))
    return among.filter((id) => !leftOut.has(id)).slice(skipped, skipped + limit)
  }

  #far(list: RunList, { offset, limit }: Span): number[] {
    const { pivot, rank } = this.#approach(list, offset)
    if (pivot === undefined) return []
    if (offset >= rank) return this.merge(list, { offset: offset - rank, limit }, { pivot, comparison: '>=' })
    const end = Math.min(offset + limit, rank)
    const before = this.merge(list, { offset: rank - end, limit: end - offset }, { pivot, comparison: '<' })
    const rest = limit - before.length
    const after = rest > 0 ? this.merge(list, { offset: 0, limit: rest }, { pivot, comparison: '>=' }) : []
    return [...before.reverse(), ...after]
  }

  /** A row near `offset`, and how many rows stand before it. */
  #approach(list: RunList, offset: number): { pivot: number | undefined; rank: number } {
    const total = list.runs.reduce((sum, { count }) => sum + count, 0)
    const longest = list.runs.reduce((a, b) => (b.count > a.count ? b : a))
    const others = list.runs.filter((run) => run !== longest)
    let low = 0
    let high = longest.count - 1
    let within = Math.min(high, Math.floor((offset * longest.count) / total))
    for (let tries = 1; ; tries += 1) {
      const [pivot] = this.merge({ ...list, runs: [longest] }, { offset: within, limit: 1 })
      if (pivot === undefined) return { pivot, rank: 0 }
      const rank = within + this.#countBefore({ ...list, runs: others }, pivot)
      const isNear = Math.abs(offset - rank) < nearEnough
      if (isNear || tries === mostTries || low >= high) return { pivot, rank }
      // In the worst case the other runs have nothing here, and the way is as long in this one.
      if (rank > offset) high = Math.max(low, within - 1)
      else low = Math.min(high, within + 1)
      const guess = within + offset - rank
      within = guess > low && guess < high ? guess : Math.floor((low + high) / 2)
    }
  }

  #countBefore({ runs, keys, wanted, descending }: RunList, pivot: number): number {
    const sides = besidePivot(keys, flipped('<', descending))
    let sum = 0
    for (const { index, where } of runs) {
      for (const side of sides) {
        const from = `FROM uploads u INDEXED BY ${index} WHERE ${where} AND ${wanted.sql} AND ${side}`
        sum += this.#pluck(`SELECT count(*) ${from}`, { ...wanted.values, pivot })[0] ?? 0
      }
    }
    return sum
  }

  #pluck(sql: string, values: Record<string, string | number>): number[] {
    return this.#sqlite.prepare<[Record<string, string | number>], number>(sql).pluck().all(values)
  }
}

/** What stands before a row in a descending list is greater. */
function flipped(comparison: '<' | '>=', descending: boolean): '<' | '>=' | '>' | '<=' {
  if (!descending) return comparison
  return comparison === '<' ? '>' : '<='
}
