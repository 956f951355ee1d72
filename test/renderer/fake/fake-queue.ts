import type { Reach } from '../../../shared/ipc.ts'
import {
  type BatchView,
  filterStatuses,
  type ProblemGroups,
  type QueueCounts,
  type QueuePage,
  type QueuePlace,
  type QueueQuery,
  type QueueScope,
  queueFilters,
  type ScopeSums,
  type UploadRow,
} from '../../../shared/queue.ts'
import {
  endedStatuses,
  transition,
  type UploadEvent,
  type UploadStatus,
} from '../../../shared/upload-state.ts'
import { batchesOf, type GroupedLines, groupedLines, pageOfLines } from './fake-batches.ts'
import type { FakeUpload } from './fake-upload.ts'

type Narrowing = Pick<QueueQuery, 'filter' | 'search' | 'destinationId' | 'batchId'> & { reasonCode?: string }

function matches(row: UploadRow, narrowing: Narrowing): boolean {
  const { filter, search, destinationId, batchId, reasonCode } = narrowing
  const statuses = filterStatuses[filter]
  if (batchId !== undefined && row.batchId !== batchId) return false
  if (reasonCode !== undefined && row.reason?.code !== reasonCode) return false
  if (statuses && !statuses.includes(row.status)) return false
  if (destinationId !== undefined && row.destinationId !== destinationId) return false
  const wanted = search.toLowerCase()
  return (
    wanted === '' || row.name.toLowerCase().includes(wanted) || row.objectKey.toLowerCase().includes(wanted)
  )
}

const comparers: Record<QueueQuery['sort'], (a: UploadRow, b: UploadRow) => number> = {
  queue: () => 0,
  added: (a, b) => a.addedAt - b.addedAt,
  name: (a, b) => a.name.localeCompare(b.name),
  size: (a, b) => a.sizeBytes - b.sizeBytes,
  status: (a, b) => a.status.localeCompare(b.status),
  target: (a, b) => a.destinationName.localeCompare(b.destinationName),
  progress: (a, b) => a.confirmedBytes / (a.sizeBytes || 1) - b.confirmedBytes / (b.sizeBytes || 1),
}

/** The queue in memory, with the same questions as the database answers. */
export class FakeQueue {
  readonly uploads = new Map<number, FakeUpload>()
  /** Ids of the last query in order: a page of a long list is a slice, as an index would give it. */
  /** Counting 100,000 rows is a database's work, not a test's; in a short list the bytes left follow every part. */
  private counted: QueueCounts | null = null
  private ordered: { key: string; ids: number[] } | null = null
  private lines: { key: string; lines: GroupedLines } | null = null
  /** Where each upload stands in the queue; ids stand for places until something is moved. */
  readonly places = new Map<number, number>()

  constructor(uploads: readonly FakeUpload[]) {
    for (const upload of uploads) this.uploads.set(upload.row.id, upload)
  }

  /** Call after rows came, went or changed their status. */
  forgetOrder(): void {
    this.ordered = null
    this.lines = null
    this.counted = null
  }

  page(query: QueueQuery): QueuePage {
    if (query.grouped) return this.groupedPage(query)
    const ids = this.idsFor(query)
    const rows = ids.slice(query.offset, query.offset + query.limit).map((id) => this.copyOf(id))
    return { rows: rows.filter((row) => row !== null), total: ids.length }
  }

  private groupedPage(query: QueueQuery): QueuePage {
    const { offset: _offset, limit: _limit, ...rest } = query
    const key = JSON.stringify(rest)
    if (this.lines?.key !== key) {
      const rows = this.idsFor({ ...query, grouped: { toggled: [] } }).map((id) => this.uploads.get(id)?.row)
      this.lines = {
        key,
        lines: groupedLines(
          rows.filter((row) => row !== undefined),
          query,
        ),
      }
    }
    const { lines } = this.lines
    const groups = pageOfLines(lines, query, (id) => this.uploads.get(id)?.row.batchId)
    // Sums follow every part while a list is short; in a long one they are as old as its order.
    if (this.uploads.size < 1000) {
      const fresh = this.batches()
      groups.batches = groups.batches.map((batch) => fresh.find(({ id }) => id === batch.id) ?? batch)
    }
    const rows = groups.lines.filter((line) => line > 0).map((id) => this.copyOf(id))
    return { rows: rows.filter((row) => row !== null), total: lines.total, groups }
  }

  placeOf({ id }: UploadRow): number {
    return this.places.get(id) ?? id
  }

  batches(): BatchView[] {
    return batchesOf([...this.uploads.values()].map(({ row }) => row))
  }

  problems(): ProblemGroups {
    const failed = new Map<string, ProblemGroups['failed'][number]>()
    const waiting = new Map<string, ProblemGroups['waiting'][number]>()
    if (this.uploads.size >= 1000) return { failed: [], waiting: [] }
    for (const { row } of this.uploads.values()) {
      if (row.status === 'failed' && row.reason) {
        const { code } = row.reason
        failed.set(code, { code, example: row.reason, count: (failed.get(code)?.count ?? 0) + 1 })
      }
      if (row.status === 'waiting' && row.waitingFor) {
        const cause = row.waitingFor
        const count = (waiting.get(cause)?.count ?? 0) + 1
        waiting.set(cause, { cause, count, nextTryAt: row.nextTryAt, example: row.reason })
      }
    }
    return { failed: [...failed.values()], waiting: [...waiting.values()] }
  }

  private idsFor(query: QueueQuery): number[] {
    const { offset: _offset, limit: _limit, ...rest } = query
    const key = JSON.stringify(rest)
    if (this.ordered?.key === key) return this.ordered.ids
    const compare = comparers[query.sort]
    const rows = [...this.uploads.values()].map(({ row }) => row).filter((row) => matches(row, query))
    rows.sort(
      (a, b) => (query.descending ? compare(b, a) : compare(a, b)) || this.placeOf(a) - this.placeOf(b),
    )
    this.ordered = { key, ids: rows.map((row) => row.id) }
    return this.ordered.ids
  }

  /** What crosses the bridge is a copy. */
  copyOf(id: number): UploadRow | null {
    const upload = this.uploads.get(id)
    return upload ? { ...upload.row } : null
  }

  counts(): QueueCounts {
    if (this.counted === null || this.uploads.size < 1000) this.counted = this.countAll()
    return this.counted
  }

  private countAll(): QueueCounts {
    const byFilter = Object.fromEntries(queueFilters.map((name) => [name, 0])) as QueueCounts['byFilter']
    const byDestination: Record<string, number> = {}
    let bytesLeft = 0
    const ended: readonly UploadStatus[] = endedStatuses
    for (const { row } of this.uploads.values()) {
      for (const filter of queueFilters) {
        const statuses = filterStatuses[filter]
        if (!statuses || statuses.includes(row.status)) byFilter[filter] += 1
      }
      byDestination[row.destinationId] = (byDestination[row.destinationId] ?? 0) + 1
      if (!ended.includes(row.status)) bytesLeft += row.sizeBytes - row.confirmedBytes
    }
    return { byFilter, byDestination, bytesLeft }
  }

  inScope(scope: QueueScope): FakeUpload[] {
    if (scope.kind === 'ids') {
      return scope.ids.map((id) => this.uploads.get(id)).filter((upload) => upload !== undefined)
    }
    const { kind: _kind, search = '', ...rest } = scope
    return [...this.uploads.values()].filter(({ row }) => matches(row, { ...rest, search }))
  }

  measure(scope: QueueScope): ScopeSums {
    const rows = this.inScope(scope).map(({ row }) => row)
    return {
      uploads: rows.length,
      cancellable: rows.filter(({ status }) => transition(status, 'cancelClean') !== null).length,
      partBytes: rows
        .filter(({ status }) => status !== 'done' && status !== 'skipped')
        .reduce((sum, { confirmedBytes }) => sum + confirmedBytes, 0),
    }
  }

  /** As the queue's order moves them: the places of all that is due are dealt out anew. */
  move(scope: QueueScope, to: QueuePlace): Reach {
    const meant = this.inScope(scope).map(({ row }) => row)
    const ended: readonly UploadStatus[] = endedStatuses
    const order = [...this.uploads.values()]
      .map(({ row }) => row)
      .sort((a, b) => this.placeOf(a) - this.placeOf(b))
    const moved = order.filter((row) => meant.includes(row) && !ended.includes(row.status))
    const rest = order.filter((row) => !moved.includes(row))
    const neighbours = rest.filter(
      ({ batchId, status }) => batchId === moved[0]?.batchId && !ended.includes(status),
    )
    const at = (row: UploadRow | undefined, after: boolean) =>
      row === undefined ? null : rest.indexOf(row) + (after ? 1 : 0)
    const first = moved[0] ? this.placeOf(moved[0]) : 0
    const index =
      to === 'top'
        ? 0
        : to === 'bottom'
          ? rest.length
          : to === 'up'
            ? at(neighbours.filter((row) => this.placeOf(row) < first).at(-1), false)
            : to === 'down'
              ? at(
                  neighbours.find((row) => this.placeOf(row) > first),
                  true,
                )
              : at(
                  rest.find(({ id }) => id === ('before' in to ? to.before : to.after)),
                  'after' in to,
                )
    if (index === null) return { changed: 0, refused: meant.length }
    rest.splice(index, 0, ...moved)
    rest.forEach(({ id }, place) => {
      this.places.set(id, place)
    })
    this.forgetOrder()
    return { changed: moved.length, refused: meant.length - moved.length }
  }

  /** Moves an upload by the state table; answers false where the table refuses. */
  apply(upload: FakeUpload, event: UploadEvent): boolean {
    const next = transition(upload.row.status, event)
    if (next === null) return false
    const { row } = upload
    row.status = next
    row.since = Date.now()
    row.waitingFor = null
    row.nextTryAt = null
    if (next !== 'failed') row.reason = null
    this.forgetOrder()
    return true
  }
}
