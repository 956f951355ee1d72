import { create } from 'zustand'
import type { BatchView, QueueCounts, QueueFilter, QueueSort, UploadRow } from '../../shared/queue.ts'

/** Lines per page of the cache. */
export const pageSize = 100

/** What the list shows: the part of a `QueueQuery` that the person chooses. */
export interface QueueView {
  filter: QueueFilter
  destinationId: string | null
  /** The only batch that shows, with the name it had when it was chosen. */
  batch: Pick<BatchView, 'id' | 'name'> | null
  search: string
  sort: QueueSort
  descending: boolean
}

export interface QueueState {
  view: QueueView
  /** Uploads that match; null until the first page of this view has come. */
  total: number | null
  /** At least `total`: a search finds more than anybody has counted. */
  isMore: boolean
  /** Lines of the list: uploads that show, and headings of batches. */
  lineCount: number
  /** Page number → its lines: ids of uploads, negative ids of batches. Only pages near the visible ones are kept. */
  pages: ReadonlyMap<number, readonly number[]>
  rowsById: ReadonlyMap<number, UploadRow>
  /** Batches of the kept pages, where the list is grouped. */
  batchesById: ReadonlyMap<number, BatchView>
  counts: QueueCounts | null
}

export const firstView: QueueView = {
  filter: 'all',
  destinationId: null,
  batch: null,
  search: '',
  sort: 'queue',
  descending: false,
}

export const useQueueStore = create<QueueState>(() => ({
  view: firstView,
  total: null,
  isMore: false,
  lineCount: 0,
  pages: new Map(),
  rowsById: new Map(),
  batchesById: new Map(),
  counts: null,
}))

/** The line at a place of the list: id of an upload, negative id of a batch; null while its page is not loaded. */
export function lineAt(state: QueueState, index: number): number | null {
  return state.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null
}

/** Id of the upload at a place of the list; null for a heading, and while its page is not loaded. */
export function idAt(state: QueueState, index: number): number | null {
  const line = lineAt(state, index)
  return line === null || line < 0 ? null : line
}

/** The batch whose heading a line is. */
export function batchOf(state: QueueState, line: number | null): BatchView | undefined {
  return line === null || line >= 0 ? undefined : state.batchesById.get(-line)
}

/** True when the list is narrowed by anything but its sort. */
export function isNarrowed(view: QueueView): boolean {
  return view.filter !== 'all' || view.destinationId !== null || view.batch !== null || view.search !== ''
}

/** Batches have headings only where their uploads stand together: in the order in which they are sent. */
export function isGrouped({ filter, batch, search, sort, descending }: QueueView): boolean {
  return filter === 'all' && batch === null && search.trim() === '' && sort === 'queue' && !descending
}
