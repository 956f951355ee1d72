import type { BatchView, QueuePage, QueueQuery, UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { reportFailure } from '../notices/report-failure.ts'
import { useFoldingStore } from './folding-store.ts'
import { settleProgress } from './progress-store.ts'
import { isGrouped, pageSize, type QueueView, useQueueStore } from './queue-store.ts'
import { useSelectionStore } from './selection-store.ts'
import { throttled } from './throttled.ts'

/** Pages kept on each side of the visible ones; the rest is forgotten, so memory does not grow with the queue. */
const keptPagesAround = 8

/** Pages of an older view or list are thrown away when they arrive late. */
let generation = 0
let visible = { first: 0, last: 0 }
const loading = new Set<number>()
/** Pages that are shown but were read before the list last changed. */
const stale = new Set<number>()

/** The query of one stretch of the list. */
export function queryFor(view: QueueView, offset: number, limit: number): QueueQuery {
  const { destinationId, batch, ...rest } = view
  return {
    ...rest,
    ...(batch === null ? {} : { batchId: batch.id }),
    ...(destinationId === null ? {} : { destinationId }),
    ...(isGrouped(view) ? { grouped: { toggled: [...useFoldingStore.getState().toggled] } } : {}),
    offset,
    limit,
  }
}

/** Says which rows are on screen; loads the pages under them that are missing or old. */
export function showRows(firstIndex: number, lastIndex: number): void {
  visible = { first: Math.floor(firstIndex / pageSize), last: Math.floor(lastIndex / pageSize) }
  for (let page = visible.first; page <= visible.last; page += 1) void loadPage(page)
}

async function loadPage(page: number): Promise<void> {
  const { pages, view } = useQueueStore.getState()
  if (loading.has(page) || (pages.has(page) && !stale.has(page))) return
  loading.add(page)
  const asked = generation
  try {
    const answer = await call('queue.page', queryFor(view, page * pageSize, pageSize))
    if (asked !== generation) return
    stale.delete(page)
    settleProgress(answer.rows)
    keepPage(page, answer)
  } catch (error) {
    if (asked === generation) reportFailure(error)
  } finally {
    if (asked === generation) loading.delete(page)
  }
}

function keepPage(page: number, { rows, total, groups }: QueuePage): void {
  const lineCount = groups?.lineCount ?? total
  useQueueStore.setState((state) => {
    const pages = new Map<number, readonly number[]>()
    for (const [number, ids] of state.pages) {
      const isNear = number >= visible.first - keptPagesAround && number <= visible.last + keptPagesAround
      if (isNear && number * pageSize < lineCount) pages.set(number, ids)
    }
    pages.set(page, groups?.lines ?? rows.map((row) => row.id))
    const rowsById = keptRows(state.rowsById, pages, rows)
    const batchesById = keptBatches(state.batchesById, rowsById, pages, groups?.batches ?? [])
    return { pages, total, lineCount, rowsById, batchesById }
  })
}

/** Rows of the kept pages and of the selection (a command must know their status), with the new ones on top. */
function keptRows(
  old: ReadonlyMap<number, UploadRow>,
  pages: ReadonlyMap<number, readonly number[]>,
  fresh: readonly UploadRow[],
): Map<number, UploadRow> {
  const rows = new Map<number, UploadRow>()
  const keep = (id: number) => {
    const row = old.get(id)
    if (row) rows.set(id, row)
  }
  for (const ids of pages.values()) ids.forEach(keep)
  const { ids, activeId } = useSelectionStore.getState()
  ids.forEach(keep)
  if (activeId !== null) keep(activeId)
  for (const row of fresh) rows.set(row.id, row)
  return rows
}

/** Batches of the kept lines, with the new ones on top. */
function keptBatches(
  old: ReadonlyMap<number, BatchView>,
  rowsById: ReadonlyMap<number, UploadRow>,
  pages: ReadonlyMap<number, readonly number[]>,
  fresh: readonly BatchView[],
): Map<number, BatchView> {
  const batches = new Map<number, BatchView>()
  const keep = (id: number | undefined) => {
    const batch = id === undefined ? undefined : old.get(id)
    if (batch) batches.set(batch.id, batch)
  }
  for (const lines of pages.values()) {
    for (const line of lines) keep(line < 0 ? -line : rowsById.get(line)?.batchId)
  }
  for (const batch of fresh) batches.set(batch.id, batch)
  return batches
}

/** The list changed: what is on screen stays until its replacement is here, so nothing flickers. */
function reload(): void {
  generation += 1
  loading.clear()
  for (const page of useQueueStore.getState().pages.keys()) stale.add(page)
  for (let page = visible.first; page <= visible.last; page += 1) void loadPage(page)
}

/** Reads the visible pages again, at most four times a second however often rows come and go. */
export const refreshList = throttled(reload, 250)

/** Shows another view from its top. */
export function changeView(change: Partial<QueueView>): void {
  generation += 1
  loading.clear()
  stale.clear()
  visible = { first: 0, last: 0 }
  useQueueStore.setState((state) => ({
    view: { ...state.view, ...change },
    pages: new Map(),
    total: null,
    lineCount: 0,
  }))
  void loadPage(0)
}

/** Reads counts again, at most twice a second. */
export const refreshCounts = throttled(() => {
  call('queue.counts').then((counts) => useQueueStore.setState({ counts }), reportFailure)
}, 500)

/** Ids and rows of a stretch of the list, for selections that reach beyond what is loaded. `lastIndex` is inclusive. */
export async function rowsBetween(firstIndex: number, lastIndex: number): Promise<UploadRow[]> {
  const { view } = useQueueStore.getState()
  const rows: UploadRow[] = []
  for (let offset = firstIndex; offset <= lastIndex; offset += 500) {
    const page = await call('queue.page', queryFor(view, offset, Math.min(500, lastIndex - offset + 1)))
    rows.push(...page.rows)
  }
  return rows
}

// Folding changes how many lines there are, not where the list stands.
useFoldingStore.subscribe(reload)
