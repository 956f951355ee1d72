import {
  type BatchView,
  hasHeading,
  isFoldedAtFirst,
  type QueueGroups,
  type QueueQuery,
  type UploadRow,
} from '../../../shared/queue.ts'
import { endedStatuses, type UploadStatus } from '../../../shared/upload-state.ts'

const ended: readonly UploadStatus[] = endedStatuses

/** Names of the batches of the showcase; others are called by their number. */
const names: Record<number, string> = {
  1: 'Shoot day 3',
  2: 'nightly-2026-11-20.tar.zst',
  3: '客户交付 11-20',
}

/** Sums over the rows of each batch, newest batch first. */
export function batchesOf(rows: Iterable<UploadRow>): BatchView[] {
  const byId = new Map<number, BatchView>()
  for (const row of rows) {
    const batch = byId.get(row.batchId) ?? emptyBatch(row)
    byId.set(row.batchId, batch)
    batch.files += 1
    batch.bytes += row.sizeBytes
    batch.confirmedBytes += row.confirmedBytes
    batch.byStatus[row.status] = (batch.byStatus[row.status] ?? 0) + 1
    if (row.status === 'done' || row.status === 'skipped') batch.done += 1
    else batch.partBytes += row.confirmedBytes
    if (row.status === 'failed') batch.problems += 1
    if (!ended.includes(row.status)) batch.status = 'open'
  }
  return [...byId.values()].sort((a, b) => b.id - a.id)
}

function emptyBatch({ batchId, destinationId, addedAt }: UploadRow): BatchView {
  return {
    id: batchId,
    destinationId,
    name: names[batchId] ?? `Batch ${batchId}`,
    status: 'finished',
    createdAt: addedAt,
    files: 0,
    bytes: 0,
    confirmedBytes: 0,
    done: 0,
    problems: 0,
    partBytes: 0,
    byStatus: {},
    skippedEntries: 0,
  }
}

function section(status: UploadStatus): number {
  if (status === 'failed') return 1
  return ended.includes(status) ? 2 : 0
}

/** One order for a list that stands still: 100,000 rows are not to be sorted for every page. */
export interface GroupedLines {
  lines: number[]
  total: number
  batches: BatchView[]
}

/** All lines of the grouped list. `rows` in queue order. */
export function groupedLines(rows: readonly UploadRow[], { grouped }: QueueQuery): GroupedLines {
  const toggled = new Set(grouped?.toggled)
  const batches = batchesOf(rows)
  const rowsByBatch = new Map<number, UploadRow[]>()
  for (const row of rows) {
    const list = rowsByBatch.get(row.batchId)
    if (list) list.push(row)
    else rowsByBatch.set(row.batchId, [row])
  }
  const firstPlace = new Map<number, number>()
  rows.forEach((row, index) => {
    if (section(row.status) === 0 && !firstPlace.has(row.batchId)) firstPlace.set(row.batchId, index)
  })
  const due = batches
    .filter(({ id }) => firstPlace.has(id))
    .sort((a, b) => (firstPlace.get(a.id) ?? 0) - (firstPlace.get(b.id) ?? 0))
  const order = [...due, ...batches.filter(({ id }) => !firstPlace.has(id))]
  const lines = order.flatMap((batch) => {
    const isHeaded = hasHeading(batch)
    const isFolded = isHeaded && isFoldedAtFirst(batch) !== toggled.has(batch.id)
    const own = (rowsByBatch.get(batch.id) ?? []).toSorted((a, b) => section(a.status) - section(b.status))
    return [...(isHeaded ? [-batch.id] : []), ...(isFolded ? [] : own.map(({ id }) => id))]
  })
  return { lines, total: rows.length, batches: order }
}

export function pageOfLines(
  { lines, batches }: GroupedLines,
  { offset, limit, grouped }: QueueQuery,
  batchOf: (id: number) => number | undefined,
): QueueGroups {
  const shown = lines.slice(offset, offset + limit)
  const ids = new Set(shown.map((line) => (line < 0 ? -line : batchOf(line))))
  const wanted = grouped?.locate
  const first =
    wanted === undefined ? -1 : lines.findIndex((line) => (line < 0 ? -line : batchOf(line)) === wanted)
  const located = first < 0 ? null : first
  return { located, lines: shown, lineCount: lines.length, batches: batches.filter(({ id }) => ids.has(id)) }
}
