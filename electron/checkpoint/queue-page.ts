import type { Statement } from 'better-sqlite3'
import { filterStatuses, type QueueFilter, type QueueQuery, type QueueSort } from '../../shared/queue.ts'
import { runningStatuses, type UploadStatus, uploadStatuses } from '../../shared/upload-state.ts'
import type { BatchBounds } from './batch-bounds.ts'
import type { CheckpointDatabase } from './database.ts'
import type { QueueCounter, Tally } from './queue-counter.ts'
import { filterLanes, type Lane } from './queue-lanes.ts'
import { farOffset, type Run, type RunList, RunPager, type Span } from './queue-runs.ts'
import {
  allOf,
  batchCondition,
  type Condition,
  destinationCondition,
  filterCondition,
  notFirst,
  statusList,
} from './queue-scope.ts'
import { countedAhead, fewHits, type PageSteps, type QueueSearch } from './queue-search.ts'
import { laneIndexes, orderBy, sortKeys, statusOrder } from './queue-sorts.ts'

interface Parts {
  database: CheckpointDatabase
  counter: QueueCounter
  search: QueueSearch
  bounds: BatchBounds
}

/** A slice of the list, counted from whichever end is nearer. */
interface Slice extends Span {
  isFromEnd: boolean
}

const sliceMs = 8
/**
 * While no more than this share of the rows are hits, all of them are looked for first, and for a page near the beginning fetched in
 * portions: the list would have to be walked to where they may all be.
 */
const sparse = 0.2
const fetchedAtOnce = 4000
const nearBeginning = 2000

/** Batches of up to so many rows are fetched and sorted; of larger ones the rows are picked from an index. */
const fewRows = 2000

/** For so many batches the list is put together from runs of each. */
const fewBatches = 8

/** Up to so many running rows are left out of the list of what waits one by one. */
const fewRunning = 2000

/**
 * Finds the ids of one page. Every order is kept by an index, in ranges (`Run`) of which each filter is made, so that a
 * page costs the same whatever the number of rows, but for the steps to it; those look at the index alone.
 */
export class QueuePageFinder {
  readonly #database: CheckpointDatabase
  readonly #counter: QueueCounter
  readonly #search: QueueSearch
  readonly #bounds: BatchBounds
  readonly #pager: RunPager
  readonly #destinations: Statement<[], string>

  constructor({ database, counter, search, bounds }: Parts) {
    this.#database = database
    this.#bounds = bounds
    this.#counter = counter
    this.#search = search
    this.#pager = new RunPager(database)
    this.#destinations = database.sqlite
      .prepare<[], string>('SELECT id FROM destinations ORDER BY name COLLATE NOCASE, id')
      .pluck()
  }

  /**
   * The page's rows, in order. A search that finds very many rows may take long, and yields meanwhile; where `isExact`, until all of
   * them are counted.
   */
  *find(query: QueueQuery, isExact: boolean): PageSteps {
    const search = query.search.trim()
    if (search === '') return this.#findListed(query)
    const hits = this.#search.hits(search)
    while (!hits.isComplete && (isExact || hits.count < hits.upTo * sparse)) {
      hits.grow(sliceMs)
      yield
    }
    if (hits.isComplete && hits.count <= fewHits) return this.#fetch(query, hits.ids())
    const isNear = query.offset + query.limit <= nearBeginning
    if (hits.isComplete && isNear && hits.count <= hits.upTo * sparse) {
      return yield* this.#fetchMany(query, hits.ids())
    }
    const end = query.offset + query.limit
    const enough = isExact ? Number.POSITIVE_INFINITY : end + countedAhead
    return yield* this.#search.pick(query, hits, enough, (listed) => this.#findListed(listed))
  }

  #findListed(query: QueueQuery): { ids: number[]; total: number } {
    const tally = this.#counter.tally(query.destinationId, query.batchId)
    const total = tally.of(filterStatuses[query.filter])
    const slice = sliceOf(query, total)
    if (slice.limit <= 0) return { ids: [], total }
    const { sort } = query
    if (sort === 'target') return { ids: this.#byTarget(query), total }
    const isEverything = tally.of(null) === this.#counter.count(null)
    const batches = isEverything ? null : this.#batchesOf(query)
    if (total > fewRows) this.#bounds.prepare()
    if (batches !== null && tally.of(null) <= fewRows) {
      return {
        ids: this.#select(
          'uploads u INDEXED BY uploads_batch',
          allOf([filterCondition(query.filter), ofBatches(batches, 'fetched')]),
          query,
          slice,
        ),
        total,
      }
    }
    const ids = this.#listed({ ...query, sort }, tally, batches, slice)
    return { ids: slice.isFromEnd ? ids.reverse() : ids, total }
  }

  #listed(
    query: QueueQuery & { sort: Exclude<QueueSort, 'target'> },
    tally: Tally,
    batches: readonly number[] | null,
    slice: Slice,
  ): number[] {
    const { sort, filter } = query
    const descending = isDescending(query, slice)
    const wanted = batches === null ? everyRow : ofBatches(batches, 'picked')
    const ordered = sort === 'status' ? 'queue' : sort
    const bounds = batches === null || ordered === 'progress' ? null : this.#bounds.of(batches, ordered)
    const list = { keys: sortKeys[ordered], wanted, bounds, descending }
    if (sort === 'status') return this.#chain(filter, tally, list, slice)
    if (sort === 'queue') return this.#pager.page({ ...list, runs: queueRuns(filter, tally) }, slice)
    const { lanes, running } = filterLanes[filter]
    const isNear = slice.offset < farOffset && batches !== null && batches.length <= fewBatches
    const runs =
      sort === 'progress' && isNear ? progressRuns(lanes, tally, batches) : laneRuns(sort, lanes, tally)
    if (running === 'included') return this.#pager.page({ ...list, runs }, slice)
    const apart = statusRun(runningStatuses, tally)
    if (running === 'beside') return this.#pager.page({ ...list, runs: [...runs, apart] }, slice)
    if (apart.count === 0) return this.#pager.page({ ...list, runs }, slice)
    if (apart.count <= fewRunning) return this.#pager.pageWithout({ ...list, runs }, apart, slice)
    const checked = allOf([wanted, notFirst(filterCondition(filter), 'status')])
    return this.#pager.merge({ ...list, runs, wanted: checked }, slice)
  }

  /** By status: whole statuses before the page are skipped by their counters. */
  #chain(filter: QueueFilter, tally: Tally, list: Omit<RunList, 'runs'>, slice: Slice): number[] {
    const wanted = filterStatuses[filter] ?? statusOrder
    const ordered = statusOrder.filter((status) => wanted.includes(status))
    const ids: number[] = []
    let skip = slice.offset
    for (const status of list.descending ? ordered.toReversed() : ordered) {
      const run = statusRun([status], tally)
      const limit = slice.limit - ids.length
      if (skip < run.count && limit > 0) {
        ids.push(...this.#pager.page({ ...list, runs: [run] }, { offset: skip, limit }))
      }
      skip = Math.max(0, skip - run.count)
    }
    return ids
  }

  /** Destination after destination by name; whole ones before the page are skipped by their counters. */
  #byTarget(query: QueueQuery): number[] {
    const all = this.#destinations.all().filter((id) => (query.destinationId ?? id) === id)
    const ids: number[] = []
    let skip = query.offset
    for (const destinationId of query.descending ? all.toReversed() : all) {
      const count = this.#counter.count(filterStatuses[query.filter], destinationId, query.batchId)
      const limit = query.limit - ids.length
      if (skip < count && limit > 0) {
        const part: QueueQuery = { ...query, sort: 'queue', destinationId, offset: skip, limit }
        ids.push(...this.#findListed(part).ids)
      }
      skip = Math.max(0, skip - count)
    }
    return ids
  }

  /** The batches whose rows are wanted; null for those of all. */
  #batchesOf({ destinationId, batchId }: QueueQuery): number[] | null {
    if (batchId !== undefined) return [batchId]
    if (destinationId === undefined) return null
    return this.#counter.batchesOf(destinationId)
  }

  /** The first of many rows: in each portion those that come before the best ones of the portions before. */
  *#fetchMany(query: QueueQuery, ids: readonly number[]): PageSteps {
    const end = query.offset + query.limit
    let best: number[] = []
    let total = 0
    for (let at = 0; at < ids.length; at += fetchedAtOnce) {
      const some = ids.slice(at, at + fetchedAtOnce)
      const first = { ...query, offset: 0, limit: end }
      const fetched = this.#fetch(first, [...best, ...some])
      total += fetched.total - best.length
      best = fetched.ids
      yield
    }
    return { ids: best.slice(query.offset, end), total }
  }

  /** Of few rows, those that the query wants. */
  #fetch(query: QueueQuery, ids: readonly number[]): { ids: number[]; total: number } {
    const condition = allOf([
      { sql: 'u.id IN (SELECT value FROM json_each(@ids))', values: { ids: JSON.stringify(ids) } },
      filterCondition(query.filter),
      destinationCondition(query.destinationId),
      batchCondition(query.batchId),
    ])
    const few = notFirst(notFirst(condition, 'status'), 'destination_id')
    const total = this.#countRows(few)
    return { ids: this.#select('uploads u NOT INDEXED', few, query, sliceOf(query, total)), total }
  }

  #countRows(condition: Condition): number {
    return this.#pluck(`SELECT count(*) FROM uploads u NOT INDEXED WHERE ${condition.sql}`, condition)[0] ?? 0
  }

  #select(from: string, { sql, values }: Condition, query: QueueQuery, slice: Slice): number[] {
    const order = orderBy(sortKeys[query.sort], isDescending(query, slice))
    const ids = this.#pluck(
      `SELECT u.id FROM ${from} WHERE ${sql} ORDER BY ${order} LIMIT ${slice.limit} OFFSET ${slice.offset}`,
      { sql, values },
    )
    return slice.isFromEnd ? ids.reverse() : ids
  }

  #pluck(sql: string, { values }: Condition): number[] {
    return this.#database.sqlite
      .prepare<[Record<string, string | number>], number>(sql)
      .pluck()
      .all(namedIn(sql, values))
  }
}

const everyRow: Condition = { sql: '1', values: {} }

/** `picked`: from the index of the order, which has the batch; a plus keeps SQLite from fetching them by it. */
function ofBatches(batches: readonly number[], how: 'fetched' | 'picked'): Condition {
  return {
    sql: `${how === 'picked' ? '+' : ''}u.batch_id IN (SELECT value FROM json_each(@batches))`,
    values: { batches: JSON.stringify(batches) },
  }
}

function queueRuns(filter: QueueFilter, tally: Tally): Run[] {
  const statuses = filterStatuses[filter]
  if (statuses !== null) return statuses.map((status) => statusRun([status], tally))
  return [{ index: 'uploads_position', where: '1', count: tally.of(null) }]
}

function laneRuns(sort: keyof typeof laneIndexes, lanes: readonly Lane[], tally: Tally): Run[] {
  const index = laneIndexes[sort]
  const readable = tally.of(uploadStatuses)
  return lanes.map(({ number, statuses }) => {
    const count = tally.of(statuses)
    return { index, where: `u.lane = ${number}`, count: statuses === null ? count - readable : count }
  })
}

/**
 * Most rows have sent nothing or all: among so many of the same progress, those of a batch stand together. Not counted, which pages near
 * the beginning have no need of.
 */
function progressRuns(lanes: readonly Lane[], tally: Tally, batches: readonly number[]): Run[] {
  return laneRuns('progress', lanes, tally)
    .filter(({ count }) => count > 0)
    .flatMap(({ index, where }) => [
      ...[0, 1].flatMap((progress) =>
        batches.map((batch) => ({
          index,
          where: `${where} AND u.progress = ${progress} AND u.batch_id = ${batch}`,
          count: 1,
        })),
      ),
      { index, where: `${where} AND u.progress > 0 AND u.progress < 1`, count: 1 },
      { index, where: `${where} AND u.progress > 1`, count: 1 },
    ])
}

/** In queue order where it is one status; several are few rows, and sorted. */
function statusRun(statuses: readonly UploadStatus[], tally: Tally): Run {
  const where = `u.status IN (${statusList(statuses)})`
  return { index: 'uploads_status', where, count: tally.of(statuses) }
}

/** The last pages are reached from the end: an offset costs as many steps as it says. */
function sliceOf(query: QueueQuery, total: number): Slice {
  const offset = Math.min(query.offset, total)
  const limit = Math.min(query.limit, total - offset)
  const isFromEnd = offset > total / 2
  return { isFromEnd, limit, offset: isFromEnd ? total - offset - limit : offset }
}

function isDescending(query: QueueQuery, slice: Slice): boolean {
  return query.descending !== slice.isFromEnd
}

/** Only the values that a statement names; more would be refused. */
function namedIn(sql: string, values: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => sql.includes(`@${name}`)))
}
