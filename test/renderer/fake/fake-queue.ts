import {
  filterStatuses,
  type QueueCounts,
  type QueuePage,
  type QueueQuery,
  type QueueScope,
  queueFilters,
  type UploadRow,
} from '../../../shared/queue.ts'
import {
  endedStatuses,
  transition,
  type UploadEvent,
  type UploadStatus,
} from '../../../shared/upload-state.ts'
import type { FakeUpload } from './fake-upload.ts'

type Narrowing = Pick<QueueQuery, 'filter' | 'search' | 'destinationId'>

function matches(row: UploadRow, { filter, search, destinationId }: Narrowing): boolean {
  const statuses = filterStatuses[filter]
  if (statuses && !statuses.includes(row.status)) return false
  if (destinationId !== undefined && row.destinationId !== destinationId) return false
  const wanted = search.toLowerCase()
  return (
    wanted === '' || row.name.toLowerCase().includes(wanted) || row.objectKey.toLowerCase().includes(wanted)
  )
}

const comparers: Record<QueueQuery['sort'], (a: UploadRow, b: UploadRow) => number> = {
  added: (a, b) => a.addedAt - b.addedAt,
  name: (a, b) => a.name.localeCompare(b.name),
  size: (a, b) => a.sizeBytes - b.sizeBytes,
  status: (a, b) => a.status.localeCompare(b.status),
  progress: (a, b) => a.confirmedBytes / (a.sizeBytes || 1) - b.confirmedBytes / (b.sizeBytes || 1),
}

/** The queue in memory, with the same questions as the database answers. */
export class FakeQueue {
  readonly uploads = new Map<number, FakeUpload>()
  /** Ids of the last query in order: a page of a long list is a slice, as an index would give it. */
  /** Counting 100,000 rows is a database's work, not a test's; in a short list the bytes left follow every part. */
  private counted: QueueCounts | null = null
  private ordered: { key: string; ids: number[] } | null = null

  constructor(uploads: readonly FakeUpload[]) {
    for (const upload of uploads) this.uploads.set(upload.row.id, upload)
  }

  /** Call after rows came, went or changed their status. */
  forgetOrder(): void {
    this.ordered = null
    this.counted = null
  }

  page(query: QueueQuery): QueuePage {
    const ids = this.idsFor(query)
    const rows = ids.slice(query.offset, query.offset + query.limit).map((id) => this.copyOf(id))
    return { rows: rows.filter((row) => row !== null), total: ids.length }
  }

  private idsFor(query: QueueQuery): number[] {
    const { offset: _offset, limit: _limit, ...rest } = query
    const key = JSON.stringify(rest)
    if (this.ordered?.key === key) return this.ordered.ids
    const compare = comparers[query.sort]
    const rows = [...this.uploads.values()].map(({ row }) => row).filter((row) => matches(row, query))
    rows.sort((a, b) => (query.descending ? compare(b, a) : compare(a, b)) || a.id - b.id)
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
