import { type MouseEvent, useCallback } from 'react'
import { say } from '../language/text.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'
import { rowsBetween } from '../store/queue-pages.ts'
import { lineAt, useQueueStore } from '../store/queue-store.ts'
import { selectOnly, selectRange, toggleSelected, useSelectionStore } from '../store/selection-store.ts'

/** A range is held row by row; beyond this "select all" is the tool. */
export const maxRangeRows = 5000

/** Click selects one row, with Ctrl or Command one more, with Shift everything in between. */
export function useRowPress() {
  return useCallback((event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('tr[data-index]') : null
    if (!row) return
    const index = Number(row.dataset.index)
    const id = lineAt(useQueueStore.getState(), index)
    if (id === null) return
    if (id < 0) selectOnly(id, index)
    else if (event.shiftKey) void extendSelectionTo(id, index)
    else if (event.ctrlKey || event.metaKey) toggleSelected(id, index)
    else selectOnly(id, index)
  }, [])
}

/** Selects from the anchor to a row, reading what is not loaded. */
export async function extendSelectionTo(id: number, index: number): Promise<void> {
  const anchor = useSelectionStore.getState().anchorIndex
  if (anchor === null) return selectOnly(id, index)
  const first = Math.min(anchor, index)
  const last = Math.max(anchor, index)
  if (last - first >= maxRangeRows) {
    const keys = navigator.platform.startsWith('Mac') ? '⌘A' : 'Ctrl+A'
    toasts.add({ id: 'range', title: say('selection.tooMany', { count: maxRangeRows, keys }) })
    return
  }
  const rows = await perform(rowsBetween(first, last))
  if (!rows) return
  useQueueStore.setState(({ rowsById }) => {
    const next = new Map(rowsById)
    for (const row of rows) next.set(row.id, row)
    return { rowsById: next }
  })
  selectRange(
    rows.map((row) => row.id),
    id,
    index,
  )
}
