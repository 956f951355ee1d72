import { create } from 'zustand'
import type { QueueCounts, QueueFilter, QueueSort, UploadRow } from '../../shared/queue.ts'

/** Rows per page of the cache. */
export const pageSize = 100

/** What the list shows: the part of a `QueueQuery` that the person chooses. */
export interface QueueView {
  filter: QueueFilter
  destinationId: string | null
  search: string
  sort: QueueSort
  descending: boolean
}

export interface QueueState {
  view: QueueView
  /** Rows that match; null until the first page of this view has come. */
  total: number | null
  /** Page number → ids of its rows. Only pages near the visible ones are kept. */
  pages: ReadonlyMap<number, readonly number[]>
  rowsById: ReadonlyMap<number, UploadRow>
  counts: QueueCounts | null
}

export const firstView: QueueView = {
  filter: 'all',
  destinationId: null,
  search: '',
  sort: 'added',
  descending: true,
}

export const useQueueStore = create<QueueState>(() => ({
  view: firstView,
  total: null,
  pages: new Map(),
  rowsById: new Map(),
  counts: null,
}))

/** Id of the row at a place of the list; null while its page is not loaded. */
export function idAt(state: QueueState, index: number): number | null {
  return state.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null
}

/** True when the list is narrowed by anything but its sort. */
export function isNarrowed(view: QueueView): boolean {
  return view.filter !== 'all' || view.destinationId !== null || view.search !== ''
}
