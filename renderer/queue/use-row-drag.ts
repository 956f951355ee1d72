import type { DragEvent } from 'react'
import { create } from 'zustand'
import type { QueuePlace } from '../../shared/queue.ts'
import { idAt, useQueueStore } from '../store/queue-store.ts'
import { useSelectionStore } from '../store/selection-store.ts'
import { canMove, draggedRows, moveInQueue, showsOrder } from './order-commands.ts'
import { aimAtRows } from './queue-commands.ts'

/** Ours alone: files that are dragged over the window are something else. */
const type = 'application/x-stevedore-uploads'

/** Where the dragged rows would go: the edge of a line. */
interface DragMark {
  index: number | null
  edge: 'before' | 'after'
}

const noMark: DragMark = { index: null, edge: 'before' }
export const useDragMark = create<DragMark>(() => noMark)

let dragged: number[] = []

function lineUnder(event: DragEvent): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>('tr[data-index]') : null
}

function markAt(event: DragEvent): DragMark {
  const line = lineUnder(event)
  const index = Number(line?.dataset.index)
  const row = rowAt(index)
  if (!line || !row || !canMove(row)) return noMark
  const { top, height } = line.getBoundingClientRect()
  return { index, edge: event.clientY < top + height / 2 ? 'before' : 'after' }
}

function rowAt(index: number) {
  const state = useQueueStore.getState()
  return state.rowsById.get(idAt(state, index) ?? -1)
}

/** Rows can be dragged to another place in the queue: an extra beside menu and keys. */
export const rowDrag = {
  onDragStart(event: DragEvent): void {
    const row = rowAt(Number(lineUnder(event)?.dataset.index))
    if (!row || !canMove(row) || !showsOrder(useQueueStore.getState().view)) {
      event.preventDefault()
      return
    }
    dragged = draggedRows(row, useSelectionStore.getState().ids).map(({ id }) => id)
    event.dataTransfer.setData(type, String(dragged.length))
    event.dataTransfer.effectAllowed = 'move'
  },
  onDragOver(event: DragEvent): void {
    if (!event.dataTransfer.types.includes(type)) return
    const mark = markAt(event)
    useDragMark.setState(mark)
    if (mark.index === null) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
  },
  onDrop(event: DragEvent): void {
    if (!event.dataTransfer.types.includes(type)) return
    event.preventDefault()
    const { index, edge } = markAt(event)
    const target = index === null ? undefined : rowAt(index)
    const { rowsById } = useQueueStore.getState()
    const rows = dragged.map((id) => rowsById.get(id)).filter((row) => row !== undefined)
    rowDrag.onDragEnd()
    if (!target || rows.length === 0 || rows.some(({ id }) => id === target.id)) return
    const to: QueuePlace = edge === 'before' ? { before: target.id } : { after: target.id }
    void moveInQueue(aimAtRows(rows), to)
  },
  onDragEnd(): void {
    dragged = []
    useDragMark.setState(noMark)
  },
}
