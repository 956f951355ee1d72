import { create } from 'zustand'
import { type ColumnName, columns, columnsThatFit, optionalColumns } from '../queue/columns.ts'

const key = 'hidden-columns'

function remembered(): ColumnName[] {
  const stored = localStorage.getItem(key)?.split(',') ?? []
  return optionalColumns.filter((name) => stored.includes(name))
}

export interface ColumnState {
  /** Put away by hand; kept for the next start of the window. */
  hidden: readonly ColumnName[]
  /** Pixels there are for the list. */
  width: number
  /** What is neither hidden nor without room, in order. */
  shown: readonly ColumnName[]
}

const first = remembered()

export const useColumnStore = create<ColumnState>(() => ({
  hidden: first,
  width: 0,
  shown: columnsThatFit(Number.POSITIVE_INFINITY, first),
}))

function update(change: Partial<Pick<ColumnState, 'hidden' | 'width'>>): void {
  useColumnStore.setState((state) => {
    const { hidden, width } = { ...state, ...change }
    const shown = columnsThatFit(width, hidden)
    return { hidden, width, shown: isSame(shown, state.shown) ? state.shown : shown }
  })
}

function isSame(a: readonly ColumnName[], b: readonly ColumnName[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index])
}

export function setListWidth(width: number): void {
  if (width !== useColumnStore.getState().width) update({ width })
}

export function toggleColumn(name: ColumnName): void {
  const { hidden } = useColumnStore.getState()
  const next = hidden.includes(name) ? hidden.filter((other) => other !== name) : [...hidden, name]
  localStorage.setItem(key, next.join(','))
  update({ hidden: next })
}

/** All columns that have room, as at the first start. */
export function resetColumns(): void {
  localStorage.removeItem(key)
  update({ hidden: [] })
}

/** The value of `grid-template-columns`; the last track belongs to the menu of columns. */
export function gridTracks(shown: readonly ColumnName[]): string {
  return [...shown.map((name) => columns[name].track), '28px'].join(' ')
}
