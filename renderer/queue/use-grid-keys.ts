import type { KeyboardEvent } from 'react'
import { isFoldedAtFirst, type QueuePlace } from '../../shared/queue.ts'
import { isSmallWindow } from '../details/use-is-small-window.ts'
import { toggleFolding, useFoldingStore } from '../store/folding-store.ts'
import { batchOf, lineAt, pageSize, useQueueStore } from '../store/queue-store.ts'
import {
  clearSelection,
  isAnythingSelected,
  selectAll,
  selectOnly,
  toggleSelected,
  useSelectionStore,
} from '../store/selection-store.ts'
import { showDetails, useWindowStore } from '../store/window-store.ts'
import { showAllBatches } from './one-batch.ts'
import { moveInQueue } from './order-commands.ts'
import { aimAtSelection, deleteKey, togglePause } from './queue-commands.ts'
import { rowElementId } from './queue-row.tsx'
import { extendSelectionTo } from './use-row-press.ts'

/** Rows that Page Up and Page Down move by. */
const pageStep = 10

/** The keys of the list. `scrollTo` brings a row on screen. */
export function useGridKeys(total: number, scrollTo: (index: number) => void) {
  return (event: KeyboardEvent<HTMLDivElement>) => {
    // Keys of the sort buttons and row buttons are theirs.
    if (event.target !== event.currentTarget) return
    const place = placeOf(event)
    if (place !== null) {
      event.preventDefault()
      const aim = aimAtSelection()
      if (aim) void moveInQueue(aim, place)
      return
    }
    const { activeIndex } = useSelectionStore.getState()
    const target = targetOf(event.key, activeIndex, total)
    if (target !== null) {
      event.preventDefault()
      scrollTo(target)
      moveTo(target, event.shiftKey)
      return
    }
    if (runKey(event)) event.preventDefault()
  }
}

/** The place in the queue that a key names: Alt with the arrows, with Shift for the ends. Ctrl with plus and minus is the system's zoom. */
function placeOf({ key, altKey, shiftKey }: KeyboardEvent): QueuePlace | null {
  if (!altKey) return null
  if (key === 'ArrowUp') return shiftKey ? 'top' : 'up'
  if (key === 'ArrowDown') return shiftKey ? 'bottom' : 'down'
  return null
}

/** Arrows fold and unfold a heading. */
function foldKey(key: string): boolean {
  const state = useQueueStore.getState()
  const batch = batchOf(state, useSelectionStore.getState().activeId)
  if (!batch) return false
  const isFolded = isFoldedAtFirst(batch) !== useFoldingStore.getState().toggled.includes(batch.id)
  if (key === 'Enter' || key === (isFolded ? 'ArrowRight' : 'ArrowLeft')) toggleFolding(batch.id)
  else return false
  return true
}

/** Where a moving key leads, or null for other keys. */
function targetOf(key: string, from: number | null, total: number): number | null {
  const clamp = (index: number) => Math.min(total - 1, Math.max(0, index))
  if (total === 0) return null
  switch (key) {
    case 'ArrowDown':
      return from === null ? 0 : clamp(from + 1)
    case 'ArrowUp':
      return from === null ? total - 1 : clamp(from - 1)
    case 'PageDown':
      return clamp((from ?? 0) + pageStep)
    case 'PageUp':
      return clamp((from ?? 0) - pageStep)
    case 'Home':
      return 0
    case 'End':
      return total - 1
    default:
      return null
  }
}

/** The row may not be loaded yet (End in a long list): its page comes first. */
function moveTo(index: number, isRange: boolean): void {
  const go = () => {
    const id = lineAt(useQueueStore.getState(), index)
    if (id === null) return false
    if (isRange && id > 0) void extendSelectionTo(id, index)
    else selectOnly(id, index)
    return true
  }
  if (go()) return
  const page = Math.floor(index / pageSize)
  const stop = useQueueStore.subscribe((state) => {
    if (!state.pages.has(page)) return
    stop()
    go()
  })
}

function runKey(event: KeyboardEvent): boolean {
  const isCommand = event.ctrlKey || event.metaKey
  const aim = aimAtSelection()
  if (isCommand && event.key.toLowerCase() === 'a') {
    selectAll()
    return true
  }
  if (event.key === 'Escape') {
    if (isSmallWindow() && useWindowStore.getState().isDetailsOpen) showDetails(false)
    else if (isAnythingSelected() || useQueueStore.getState().view.batch === null) clearSelection()
    else showAllBatches()
    return true
  }
  if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) return openMenuAtRow()
  if (!aim) return false
  if (isCommand && event.key === ' ') return toggleActive()
  if (event.metaKey && event.key === 'Backspace') {
    deleteKey(aim)
    return true
  }
  if (isCommand || event.altKey) return false
  if (foldKey(event.key)) return true
  switch (event.key) {
    case ' ':
      togglePause(aim)
      return true
    case 'Delete':
    case 'Backspace':
      deleteKey(aim)
      return true
    case 'Enter':
      showDetails(true)
      return true
    default:
      return false
  }
}

function toggleActive(): boolean {
  const { activeId, activeIndex } = useSelectionStore.getState()
  if (activeId === null || activeIndex === null) return false
  toggleSelected(activeId, activeIndex)
  return true
}

/** The system would open the menu at the list's corner; people look at the row. */
function openMenuAtRow(): boolean {
  const { activeIndex } = useSelectionStore.getState()
  const row = activeIndex === null ? null : document.getElementById(rowElementId(activeIndex))
  if (!row) return false
  const { left, bottom } = row.getBoundingClientRect()
  row.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: left + 24,
      clientY: bottom - 8,
    }),
  )
  return true
}
