import { setImmediate as nextTurn } from 'node:timers/promises'
import type { QueueQuery } from '../../shared/queue.ts'
import type { CheckpointDatabase } from './database.ts'
import type { QueueCounter } from './queue-counter.ts'
import { SearchHits } from './search-hits.ts'
import type { SearchIndex } from './search-index.ts'

/** Ids of a page, and how many rows match on all pages; `isMore`: so many at least, nobody has counted further. */
export interface FoundPage {
  ids: number[]
  total: number
  isMore?: true
}

/** Yields where other work may come in between. */
export type PageSteps = Generator<undefined, FoundPage>

/** The list without a search; what is to be found is picked from it. */
type Listed = (query: QueueQuery) => { ids: number[]; total: number }

/** Up to so many hits are fetched and sorted; of more, the list is walked and they are picked from it. */
export const fewHits = 10_000

/** Where a filter, destination or batch is searched, so many rows behind the page are counted. */
export const countedAhead = 10_000

const sliceMs = 8
/** Rows of one page that are asked for one by one while the hits are not known yet. */
const mostProbes = 150
const firstChunk = 250
const largestChunk = 8_000

/** Hits that are gone are counted until then. */
const recountAfterMs = 2000

/**
 * Pages of a search that finds very many rows. The hits of the last search are kept, and counted on while the event loop has turns
 * for it; `onCounted` says that a total which was a lower bound is known now.
 */
export class QueueSearch {
  onCounted: () => void = () => undefined
  readonly #database: CheckpointDatabase
  readonly #counter: QueueCounter
  readonly #index: SearchIndex
  #hits: SearchHits | null = null
  /** Takes the place of `#hits` when it is through. */
  #next: SearchHits | null = null
  /** When the hits were complete for the first time, with how many uploads there were. */
  #knownAt: number | null = null
  #uploads = 0
  #generation = 0
  #isCounting = false

  constructor(database: CheckpointDatabase, counter: QueueCounter, index: SearchIndex) {
    this.#database = database
    this.#counter = counter
    this.#index = index
  }

  /** The hits of a search, known as far as a few milliseconds reach. */
  hits(search: string): SearchHits {
    if (this.#hits?.search !== search) {
      this.#hits = new SearchHits(this.#database, search)
      this.#next = null
      this.#knownAt = null
      this.#generation = this.#index.generation
    } else if (this.#isOutdated()) {
      this.#next = new SearchHits(this.#database, search)
      this.#generation = this.#index.generation
    }
    this.#grow()
    if (this.#next !== null || !this.#hits.isComplete) void this.#countOn()
    return this.#hits
  }

  /** Walks the list in its order and picks the hits, up to the page's last one, or `mostCounted` where they have to be counted. */
  *pick(query: QueueQuery, hits: SearchHits, mostCounted: number, listed: Listed): PageSteps {
    const isUnlimited =
      query.filter === 'all' && query.destinationId === undefined && query.batchId === undefined
    const end = query.offset + query.limit
    // Without a filter all hits are in the list, and need no counting.
    const enough = isUnlimited ? end : mostCounted
    const ids: number[] = []
    let found = 0
    let probes = mostProbes
    let isEnd = false
    let sliceEndAt = performance.now() + sliceMs
    for (let offset = 0, limit = firstChunk; found < enough && !isEnd; ) {
      const chunk = listed({ ...query, search: '', offset, limit }).ids
      isEnd = chunk.length < limit
      for (const id of chunk) {
        let isHit = hits.has(id)
        if (isHit === null && found < end && probes > 0) {
          probes -= 1
          isHit = hits.probe(id)
        }
        while (isHit === null) {
          if (found >= end) return this.#answer(ids, found, isUnlimited, hits, false)
          hits.grow(sliceMs)
          yield
          isHit = hits.has(id) ?? hits.probe(id)
        }
        if (!isHit) continue
        if (found >= query.offset && found < end) ids.push(id)
        found += 1
        if (found >= enough) break
      }
      offset += chunk.length
      limit = Math.min(largestChunk, limit * 2)
      if (performance.now() < sliceEndAt) continue
      yield
      sliceEndAt = performance.now() + sliceMs
    }
    return this.#answer(ids, found, isUnlimited, hits, isEnd)
  }

  #answer(ids: number[], found: number, isUnlimited: boolean, hits: SearchHits, isEnd: boolean): FoundPage {
    if (isEnd) return { ids, total: found }
    if (isUnlimited && hits.isComplete) return { ids, total: Math.max(found, hits.count) }
    return { ids, total: isUnlimited ? Math.max(found, hits.count) : found, isMore: true }
  }

  /** In turns of the event loop. */
  async #countOn(): Promise<void> {
    if (this.#isCounting) return
    this.#isCounting = true
    try {
      for (;;) {
        await nextTurn()
        if (!this.#database.sqlite.open) return
        if (!this.#database.read(() => this.#grow())) continue
        this.onCounted()
        return
      }
    } catch {
      // A disk that is gone: told by whoever asks for the next page.
    } finally {
      this.#isCounting = false
    }
  }

  /** Answers whether everything is known. */
  #grow(): boolean {
    const growing = this.#next ?? this.#hits
    if (growing === null || !growing.grow(sliceMs)) return false
    if (growing === this.#next || this.#knownAt === null) {
      this.#knownAt = performance.now()
      this.#uploads = this.#counter.count(null)
    }
    this.#hits = growing
    this.#next = null
    return true
  }

  /** Rows that are added later are counted as they come; others have to be looked for. */
  #isOutdated(): boolean {
    if (this.#next !== null || this.#knownAt === null) return false
    if (this.#generation !== this.#index.generation) return true
    return performance.now() - this.#knownAt > recountAfterMs && this.#counter.count(null) < this.#uploads
  }
}
