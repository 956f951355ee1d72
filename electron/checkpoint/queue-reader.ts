import { setImmediate as nextTurn } from 'node:timers/promises'
import type {
  BatchView,
  PartMap,
  ProblemGroups,
  QueueCounts,
  QueuePage,
  QueueQuery,
  QueueScope,
  ScopeSums,
  UploadDetails,
  UploadRow,
} from '../../shared/queue.ts'
import { filterStatuses, partStateCodes } from '../../shared/queue.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { UploadStatus, WaitingCause } from '../../shared/upload-state.ts'
import { BatchBounds } from './batch-bounds.ts'
import type { BatchTable } from './batch-table.ts'
import { BatchViews } from './batch-views.ts'
import type { CheckpointDatabase } from './database.ts'
import type { EventTable } from './event-table.ts'
import { failedParts } from './failed-parts.ts'
import type { PartTable } from './part-table.ts'
import { QueueCounter } from './queue-counter.ts'
import { QueueGroupFinder } from './queue-groups.ts'
import { QueuePageFinder } from './queue-page.ts'
import { QueueProblems } from './queue-problems.ts'
import { QueueSearch } from './queue-search.ts'
import { ReceiptReader, type ReceiptRow } from './receipt-reader.ts'
import { ScopeMeasure } from './scope-measure.ts'
import type { SearchIndex } from './search-index.ts'
import type { UploadTableRow } from './upload-row.ts'
import type { UploadTable } from './upload-table.ts'
import { parseMetadata, parsePartCount, parsePolicy, toUploadRow } from './upload-view.ts'

interface Parts {
  database: CheckpointDatabase
  batches: BatchTable
  uploads: UploadTable
  parts: PartTable
  events: EventTable
  search: SearchIndex
}

const leftOutAtOnce = 500

/** What people see of the queue, from the window or the terminal. Changes nothing. */
export class QueueReader {
  readonly #database: CheckpointDatabase
  readonly #batches: BatchTable
  readonly #uploads: UploadTable
  readonly #parts: PartTable
  readonly #events: EventTable
  readonly #counter: QueueCounter
  readonly #search: QueueSearch
  readonly #measure: ScopeMeasure
  readonly #pages: QueuePageFinder
  readonly #views: BatchViews
  readonly #groups: QueueGroupFinder
  readonly #problems: QueueProblems
  readonly #receipts: ReceiptReader

  constructor({ database, batches, uploads, parts, events, search }: Parts) {
    this.#database = database
    this.#batches = batches
    this.#uploads = uploads
    this.#parts = parts
    this.#events = events
    this.#counter = new QueueCounter(database)
    this.#search = new QueueSearch(database, this.#counter, search)
    const bounds = new BatchBounds(database, search)
    this.#pages = new QueuePageFinder({ database, counter: this.#counter, search: this.#search, bounds })
    this.#measure = new ScopeMeasure(database)
    this.#views = new BatchViews(database)
    this.#groups = new QueueGroupFinder(database, this.#views)
    this.#problems = new QueueProblems(database)
    this.#receipts = new ReceiptReader(database)
  }

  /** All at once, however long a search takes. */
  page(query: QueueQuery): QueuePage {
    const steps = this.#steps(query, true)
    for (;;) {
      const { done, value } = this.#database.read(() => steps.next())
      if (done) return value
    }
  }

  /** A search that finds very many rows goes on in turns of the event loop. */
  async pageInTurns(query: QueueQuery): Promise<QueuePage> {
    const steps = this.#steps(query, false)
    for (;;) {
      const { done, value } = this.#database.read(() => steps.next())
      if (done) return value
      await nextTurn()
    }
  }

  /** `listener` is called when the total of a page that had `isMore` is known. */
  onCounted(listener: () => void): void {
    this.#search.onCounted = listener
  }

  *#steps(query: QueueQuery, isExact: boolean): Generator<undefined, QueuePage> {
    if (query.grouped !== undefined && isGroupable(query)) {
      const { groups, total } = this.#groups.find(query, query.grouped)
      return { rows: this.#rows(groups.lines.filter((line) => line > 0)), total, groups }
    }
    const { ids, ...totals } = yield* this.#pages.find(query, isExact)
    return { rows: this.#rows(ids), ...totals }
  }

  counts(): QueueCounts {
    return this.#database.read(() => this.#counter.counts())
  }

  /** How many uploads have one of these statuses. */
  count(statuses: readonly UploadStatus[]): number {
    return this.#database.read(() => this.#counter.count(statuses))
  }

  /** How many uploads of each destination wait for this, e.g. for credentials. */
  waitingFor(cause: WaitingCause): { destinationId: string; count: number }[] {
    return this.#database.read(() => this.#uploads.waitingFor(cause))
  }

  /** The newest 500, newest first. */
  batches(): BatchView[] {
    return this.#database.read(() => this.#views.newest())
  }

  batch(id: number): BatchView | null {
    return this.#database.read(() => this.#views.find(id))
  }

  problems(): ProblemGroups {
    return this.#database.read(() => this.#problems.groups())
  }

  /** Sums over a scope, from the counters where they know enough. */
  async measure(scope: QueueScope): Promise<ScopeSums> {
    const isCounted = scope.kind === 'all' && !scope.search && scope.reasonCode === undefined
    if (!isCounted) return this.#measure.sums(scope)
    const { filter, destinationId, batchId } = scope
    return this.#database.read(() => this.#counter.sums(filterStatuses[filter], destinationId, batchId))
  }

  /** The uploads of a batch in portions, for its receipt. */
  receipt(batchId: number): Iterable<ReceiptRow[]> {
    return this.#receipts.portions(batchId)
  }

  /** What the walk of a batch could not take, with the reasons. */
  leftOut(batchId: number, limit: number): { path: string; error: UploadErrorData }[] {
    return this.#batches.leftOut(batchId, limit)
  }

  /** All of it, in portions. */
  *leftOutPortions(batchId: number): Generator<{ path: string; error: UploadErrorData }[]> {
    let after = ''
    for (;;) {
      const portion = this.#batches.leftOut(batchId, leftOutAtOnce, after)
      if (portion.length === 0) return
      after = portion.at(-1)?.path ?? after
      yield portion
    }
  }

  /** The rows with these ids that still exist, in the order of the ids. */
  rows(ids: readonly number[]): UploadRow[] {
    return this.#database.read(() => this.#rows(ids))
  }

  details(id: number): UploadDetails | null {
    return this.#database.read(() => {
      const row = this.#uploads.find(id)
      if (!row) return null
      return {
        row: toUploadRow(row),
        metadata: parseMetadata(row),
        conflictPolicy: parsePolicy(row),
        multipartUploadId: row.multipart_upload_id,
        etag: row.etag,
        crc64Local: row.crc64_local,
        crc64Remote: row.crc64_remote,
        requestId: row.request_id,
        keptParts: this.#parts.countBefore(id, row.run),
        history: this.#events.newest(id),
      }
    })
  }

  /** The part map as far as it is recorded: which parts wait, are done, or were kept. Null before there is a plan. */
  recordedParts(id: number): PartMap | null {
    return this.#database.read(() => {
      const row = this.#uploads.find(id)
      const partCount = parsePartCount(row?.part_count ?? null)
      if (!row || partCount === null || row.part_size_bytes === null) return null
      return {
        uploadId: id,
        sizeBytes: row.size_bytes,
        partSizeBytes: row.part_size_bytes,
        partCount,
        states: this.#states(row, partCount),
        facts: failedParts(this.#events.newest(id)),
      }
    })
  }

  #states(row: UploadTableRow, partCount: number): string {
    if (row.status === 'done') return partStateCodes.done.repeat(partCount)
    const states = Array.from({ length: partCount }, (): string => partStateCodes.waiting)
    for (const { partNumber, run } of this.#parts.runs(row.id)) {
      if (partNumber <= partCount) {
        states[partNumber - 1] = run < row.run ? partStateCodes.kept : partStateCodes.done
      }
    }
    return states.join('')
  }

  #rows(ids: readonly number[]): UploadRow[] {
    const found = new Map(this.#uploads.findMany(ids).map((row) => [row.id, toUploadRow(row)]))
    return ids.flatMap((id) => found.get(id) ?? [])
  }
}

function isGroupable({ filter, search, sort, descending, batchId }: QueueQuery): boolean {
  return filter === 'all' && search.trim() === '' && sort === 'queue' && !descending && batchId === undefined
}
