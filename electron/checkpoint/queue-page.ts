import type { Statement } from 'better-sqlite3'
import { filterStatuses, type QueueQuery } from '../../shared/queue.ts'
import { type UploadStatus, uploadStatuses } from '../../shared/upload-state.ts'
import type { CheckpointDatabase } from './database.ts'
import type { QueueCounter } from './queue-counter.ts'
import {
  allOf,
  batchCondition,
  type Condition,
  destinationCondition,
  filterCondition,
  namesRows,
  notFirst,
  searchCondition,
} from './queue-scope.ts'

/** A slice of the list, counted from whichever end is nearer. */
interface Slice {
  isFromEnd: boolean
  offset: number
  limit: number
}

/** Up to here, search hits are fetched and sorted; beyond, the sorted list is walked and hits are picked from it. */
const fewHits = 10_000

/** What a person looks for first stands first when sorted by status. */
export const statusOrder: readonly UploadStatus[] = [
  'uploading',
  'completing',
  'verifying',
  'retrying',
  'pausing',
  'waiting',
  'queued',
  'paused',
  'failed',
  'cancelled-kept',
  'cleaning',
  'done',
  'skipped',
  'cancelled-clean',
]

const statusRank = `CASE u.status ${statusOrder.map((status, rank) => `WHEN '${status}' THEN ${rank}`).join(' ')}
  ELSE ${uploadStatuses.length} END`

const targetName = '(SELECT d.name FROM destinations d WHERE d.id = u.destination_id) COLLATE NOCASE'

/**
 * The columns of each order, as the index has them: one that it has not would make SQLite sort again. The last one is
 * unique, so that no row can be on two pages.
 */
const orders = {
  queue: { index: 'uploads_position', columns: ['u.position', 'u.destination_id', 'u.id'] },
  added: { index: 'uploads_added', columns: ['u.added_at', 'u.id'] },
  name: { index: 'uploads_name', columns: ['u.name COLLATE NOCASE', 'u.id'] },
  size: { index: 'uploads_size', columns: ['u.size_bytes', 'u.id'] },
  progress: { index: 'uploads_progress', columns: ['u.progress', 'u.id'] },
  status: { index: null, columns: [statusRank, 'u.position', 'u.destination_id', 'u.id'] },
  target: { index: null, columns: [targetName, 'u.destination_id', 'u.position', 'u.id'] },
} as const

/**
 * Finds the ids of one page. Every way below answers the same rows; they differ in what they cost with a million rows:
 *
 * - walk: follow the index of the order and leave out what the filter does not want. Right when most rows match.
 * - gather: fetch what matches by status or by search, then sort it. Right when few rows match.
 * - chain: by status, or in queue order within a filter, statuses are runs of one index; whole runs are stepped over.
 */
export class QueuePageFinder {
  readonly #database: CheckpointDatabase
  readonly #counter: QueueCounter
  readonly #destinations: Statement<[], string>

  constructor(database: CheckpointDatabase, counter: QueueCounter) {
    this.#database = database
    this.#counter = counter
    this.#destinations = database.sqlite
      .prepare<[], string>('SELECT id FROM destinations ORDER BY name COLLATE NOCASE, id')
      .pluck()
  }

  /** Ids of the page's rows, in order, and how many rows match on all pages. */
  find(query: QueueQuery): { ids: number[]; total: number } {
    const search = query.search.trim()
    return search === '' ? this.#findListed(query) : this.#findSearched(query, search)
  }

  #findListed(query: QueueQuery): { ids: number[]; total: number } {
    const statuses = filterStatuses[query.filter]
    const total = this.#counter.count(statuses, query.destinationId, query.batchId)
    if (query.batchId !== undefined) return { ids: this.#ofBatch(query, sliceOf(query, total)), total }
    if (query.sort === 'target') return { ids: this.#byTarget(query, statuses), total }
    const slice = sliceOf(query, total)
    if (query.sort === 'status') return { ids: this.#chain(query, statuses ?? statusOrder, slice), total }
    if (query.sort === 'queue' && statuses !== null)
      return { ids: this.#merge(query, statuses, slice), total }
    const all = this.#counter.count(null)
    const walked = ((slice.offset + slice.limit) * all) / Math.max(total, 1)
    const isGathered = statuses !== null && total * 2 < walked
    return { ids: isGathered ? this.#gather(query, slice) : this.#walk(query, slice), total }
  }

  #findSearched(query: QueueQuery, search: string): { ids: number[]; total: number } {
    const hits = searchCondition(search)
    const wanted = allOf([listCondition(query), batchCondition(query.batchId), hits])
    if (namesRows(hits) && this.#countHits(hits, fewHits + 1) <= fewHits) {
      const few = notFirst(notFirst(wanted, 'status'), 'destination_id')
      const total = this.#count('uploads u', few)
      return { ids: this.#select('uploads u', few, query, sliceOf(query, total)), total }
    }
    const many = notFirst(notFirst(wanted, 'id'), 'status')
    const isUnfiltered =
      query.filter === 'all' && query.destinationId === undefined && query.batchId === undefined
    const total =
      isUnfiltered && namesRows(hits)
        ? this.#countHits(hits)
        : this.#count('uploads u', notFirst(wanted, 'id'))
    return { ids: this.#select(`uploads u ${indexOf(query)}`, many, query, sliceOf(query, total)), total }
  }

  #countHits(hits: Condition, limit = -1): number {
    const sql = `SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH @match LIMIT ${limit})`
    return this.#pluck(sql, hits)[0] ?? 0
  }

  #count(from: string, condition: Condition): number {
    return this.#pluck(`SELECT count(*) FROM ${from} WHERE ${condition.sql}`, condition)[0] ?? 0
  }

  #walk(query: QueueQuery, slice: Slice): number[] {
    return this.#select(`uploads u ${indexOf(query)}`, notFirst(listCondition(query), 'status'), query, slice)
  }

  #gather(query: QueueQuery, slice: Slice): number[] {
    return this.#select('uploads u INDEXED BY uploads_status', listCondition(query), query, slice)
  }

  #ofBatch(query: QueueQuery, slice: Slice): number[] {
    const wanted = allOf([notFirst(listCondition(query), 'status'), batchCondition(query.batchId)])
    return this.#select('uploads u INDEXED BY uploads_batch', wanted, query, slice)
  }

  /** Destination after destination by name; whole ones before the page are skipped by their counters. */
  #byTarget(query: QueueQuery, statuses: readonly UploadStatus[] | null): number[] {
    const all = this.#destinations.all().filter((id) => (query.destinationId ?? id) === id)
    const ids: number[] = []
    let skip = query.offset
    for (const destinationId of query.descending ? all.toReversed() : all) {
      const count = this.#counter.count(statuses, destinationId)
      const limit = query.limit - ids.length
      if (skip < count && limit > 0) {
        const part: QueueQuery = { ...query, sort: 'queue', destinationId, offset: skip, limit }
        ids.push(...this.#findListed(part).ids)
      }
      skip = Math.max(0, skip - count)
    }
    return ids
  }

  /** In queue order: the statuses of the filter, each already in order in the index, are merged. */
  #merge(query: QueueQuery, statuses: readonly UploadStatus[], slice: Slice): number[] {
    const { sql, values } = destinationCondition(query.destinationId)
    const present = statuses.filter((status) => this.#counter.count([status], query.destinationId) > 0)
    const runs = (present.length > 0 ? present : statuses).map(
      (
        status,
      ) => `SELECT u.id AS id, u.position AS position, u.destination_id AS destination_id FROM uploads u INDEXED BY uploads_status
        WHERE u.status = '${status}' AND ${sql}`,
    )
    const direction = isDescending(query, slice) ? 'DESC' : 'ASC'
    const ids = this.#pluck(
      `SELECT id FROM (${runs.join(' UNION ALL ')} ORDER BY position ${direction}, destination_id ${direction}, id ${direction})
        LIMIT ${slice.limit} OFFSET ${slice.offset}`,
      { sql: '', values },
    )
    return slice.isFromEnd ? ids.reverse() : ids
  }

  /** By status: whole statuses before the page are skipped by their counters. */
  #chain(query: QueueQuery, wanted: readonly UploadStatus[], slice: Slice): number[] {
    const isBackwards = isDescending(query, slice)
    const ordered = statusOrder.filter((status) => wanted.includes(status))
    const ids: number[] = []
    let skip = slice.offset
    for (const status of isBackwards ? ordered.toReversed() : ordered) {
      const count = this.#counter.count([status], query.destinationId)
      if (skip < count && ids.length < slice.limit) {
        ids.push(...this.#run(query, status, isBackwards, skip, slice.limit - ids.length))
      }
      skip = Math.max(0, skip - count)
    }
    return slice.isFromEnd ? ids.reverse() : ids
  }

  #run(
    query: QueueQuery,
    status: UploadStatus,
    isBackwards: boolean,
    offset: number,
    limit: number,
  ): number[] {
    const { sql, values } = destinationCondition(query.destinationId)
    const direction = isBackwards ? 'DESC' : 'ASC'
    return this.#pluck(
      `SELECT u.id FROM uploads u INDEXED BY uploads_status WHERE u.status = '${status}' AND ${sql}
        ORDER BY u.position ${direction}, u.destination_id ${direction}, u.id ${direction} LIMIT ${limit} OFFSET ${offset}`,
      { sql: '', values },
    )
  }

  #select(from: string, { sql, values }: Condition, query: QueueQuery, slice: Slice): number[] {
    const direction = isDescending(query, slice) ? 'DESC' : 'ASC'
    const order = orders[query.sort].columns.map((column) => `${column} ${direction}`).join(', ')
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

function indexOf({ sort }: QueueQuery): string {
  const { index } = orders[sort]
  return index === null ? '' : `INDEXED BY ${index}`
}

function listCondition(query: QueueQuery): Condition {
  return allOf([filterCondition(query.filter), destinationCondition(query.destinationId)])
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
