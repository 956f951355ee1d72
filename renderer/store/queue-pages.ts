import type { BatchView, QueuePage, QueueQuery, UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { reportFailure } from '../notices/report-failure.ts'
import { useFoldingStore } from './folding-store.ts'
import { settleProgress } from './progress-store.ts'
import { isGrouped, pageSize, type QueueState, type QueueView, useQueueStore } from './queue-store.ts'
import { useSelectionStore } from './selection-store.ts'
import { throttled } from './throttled.ts'

/** Pages kept on each side of the visible ones; the rest is forgotten, so memory does not grow with the queue. */
const keptPagesAround = 8

/** Lines beyond the screen whose page is read in advance. */
const readAhead = 40

/** Pages of an older view or list are thrown away when they arrive late. */
let generation = 0
/** Indices of the lines on screen, inclusive. */
let visible = { first: 0, last: 0 }
/** What is shown belongs to the view before; the first page of the new one takes its place. */
let isOldView = false
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

/** Says which rows are on screen; loads the pages under them that are missing or old, then the ones beside them. */
export function showRows(firstIndex: number, lastIndex: number): void {
  visible = { first: firstIndex, last: lastIndex }
  loadVisible()
}

/**
 * While pages are on their way nothing more is asked: a list that is dragged through passes hundreds of them, and only
 * those where it is by then are worth reading.
 */
function loadVisible(): void {
  if (loading.size > 0) return
  const { pages, lineCount } = useQueueStore.getState()
  const isDue = (page: number) =>
    (page === 0 || page * pageSize < lineCount) && (!pages.has(page) || stale.has(page))
  const due = pagesOf(visible.first, visible.last).filter(isDue)
  if (due.length > 0) {
    for (const page of due) void loadPage(page)
    return
  }
  const near = pagesOf(Math.max(0, visible.first - readAhead), visible.last + readAhead).find(isDue)
  if (near !== undefined) void loadPage(near)
}

function pagesOf(firstIndex: number, lastIndex: number): number[] {
  const first = Math.floor(firstIndex / pageSize)
  const count = Math.floor(lastIndex / pageSize) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index)
}

async function loadPage(page: number): Promise<void> {
  const { view } = useQueueStore.getState()
  loading.add(page)
  const asked = generation
  try {
    const answer = await call('queue.page', queryFor(view, page * pageSize, pageSize))
    if (asked !== generation) return
    stale.delete(page)
    settleProgress(answer.rows)
    keepPage(page, answer)
    loading.delete(page)
    loadVisible()
  } catch (error) {
    if (asked !== generation) return
    // What failed is asked for again when the list moves or changes, not at once and for ever.
    loading.delete(page)
    if (isOldView) useQueueStore.setState({ pages: new Map(), lineCount: 0 })
    reportFailure(error)
  }
}

/** How many there are; what a page further down has counted stays where this one has counted less. */
function totalsOf(
  { total, isMore = false }: QueuePage,
  state: QueueState,
): { total: number; isMore: boolean } {
  const known = isOldView ? null : state.total
  const isKnown = isMore && known !== null && known >= total
  return isKnown ? { total: known, isMore: state.isMore } : { total, isMore }
}

function keepPage(page: number, answer: QueuePage): void {
  const { rows, groups } = answer
  useQueueStore.setState((state) => {
    const { total, isMore } = totalsOf(answer, state)
    const lineCount = groups?.lineCount ?? total
    const pages = new Map<number, readonly number[]>()
    const firstKept = Math.floor(visible.first / pageSize) - keptPagesAround
    const lastKept = Math.floor(visible.last / pageSize) + keptPagesAround
    for (const [number, ids] of isOldView ? [] : state.pages) {
      const isNear = number >= firstKept && number <= lastKept
      if (isNear && number * pageSize < lineCount) pages.set(number, ids)
    }
    isOldView = false
    pages.set(page, groups?.lines ?? rows.map((row) => row.id))
    const rowsById = keptRows(state.rowsById, pages, rows)
    const batchesById = keptBatches(state.batchesById, rowsById, pages, groups?.batches ?? [])
    return { pages, total, isMore, lineCount, rowsById, batchesById }
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
  loadVisible()
}

/** Reads the visible pages again, at most four times a second however often rows come and go. */
export const refreshList = throttled(reload, 250)

/** Shows another view from its top. What is on screen stays until its first page is here. */
export function changeView(change: Partial<QueueView>): void {
  generation += 1
  loading.clear()
  stale.clear()
  isOldView = true
  visible = { first: 0, last: visible.last - visible.first }
  useQueueStore.setState((state) => ({ view: { ...state.view, ...change }, total: null }))
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
