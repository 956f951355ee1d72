import { create } from 'zustand'

/** Which rows are meant. `isAll` stands for everything the view matches, loaded or not. */
export interface SelectionState {
  isAll: boolean
  /** Ids of uploads, or the negative id of one batch. */
  ids: ReadonlySet<number>
  /** Row the keyboard is on, and whose details show. */
  activeId: number | null
  activeIndex: number | null
  /** Where a range began. */
  anchorIndex: number | null
}

const nothing: SelectionState = {
  isAll: false,
  ids: new Set(),
  activeId: null,
  activeIndex: null,
  anchorIndex: null,
}

export const useSelectionStore = create<SelectionState>(() => nothing)

export function clearSelection(): void {
  useSelectionStore.setState(nothing)
}

export function selectOnly(id: number, index: number): void {
  useSelectionStore.setState({
    isAll: false,
    ids: new Set([id]),
    activeId: id,
    activeIndex: index,
    anchorIndex: index,
  })
}

/** Adds or takes away one row; after "select all" it begins anew with this row. */
export function toggleSelected(id: number, index: number): void {
  useSelectionStore.setState((state) => {
    // A heading stands for a whole batch; beside single rows it would say nothing clear.
    const ids = new Set(state.isAll ? [] : [...state.ids].filter((line) => line > 0))
    if (!ids.delete(id)) ids.add(id)
    return { isAll: false, ids, activeId: id, activeIndex: index, anchorIndex: index }
  })
}

/** Selects a range whose ids are known; the anchor stays. */
export function selectRange(ids: readonly number[], activeId: number, activeIndex: number): void {
  useSelectionStore.setState({ isAll: false, ids: new Set(ids), activeId, activeIndex })
}

export function selectAll(): void {
  useSelectionStore.setState({ isAll: true, ids: new Set() })
}

export function isSelected(state: SelectionState, id: number): boolean {
  return state.isAll || state.ids.has(id)
}

export function isAnythingSelected(): boolean {
  const { isAll, ids } = useSelectionStore.getState()
  return isAll || ids.size > 0
}
