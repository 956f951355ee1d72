import type { QueueSort } from '../../shared/queue.ts'

export type ColumnName = 'name' | 'state' | 'progress' | 'size' | 'speed' | 'left' | 'target' | 'added'

interface Column {
  /** Absent: the database cannot order by it. */
  sort?: QueueSort
  isNumber?: boolean
  /** Track of the grid. */
  track: string
  /** Pixels below which it says nothing any more. */
  minWidth: number
}

/** In the order in which they stand. */
export const columns: Record<ColumnName, Column> = {
  name: { sort: 'name', track: 'minmax(132px, 1.1fr)', minWidth: 132 },
  state: { sort: 'status', track: 'minmax(140px, 1.1fr)', minWidth: 140 },
  progress: { sort: 'progress', track: 'minmax(108px, 160px)', minWidth: 112 },
  size: { sort: 'size', isNumber: true, track: '92px', minWidth: 92 },
  speed: { isNumber: true, track: '104px', minWidth: 104 },
  left: { isNumber: true, track: '92px', minWidth: 92 },
  target: { sort: 'target', track: 'minmax(112px, 0.4fr)', minWidth: 132 },
  added: { sort: 'added', isNumber: true, track: '132px', minWidth: 132 },
}

const order = Object.keys(columns) as ColumnName[]

/**
 * What goes first where there is no room, and how much name and state want besides before they share with it: the reason
 * of a row is worth more than where it goes. Name, state and progress always stay.
 */
const givenUp: readonly { name: ColumnName; comfortWidth: number }[] = [
  { name: 'added', comfortWidth: 300 },
  { name: 'target', comfortWidth: 300 },
  { name: 'speed', comfortWidth: 120 },
  { name: 'left', comfortWidth: 0 },
  { name: 'size', comfortWidth: 0 },
]

/** Columns that a person may put away. */
export const optionalColumns: readonly ColumnName[] = order.filter((name) => name !== 'name')

/** Pixels for the menu of columns, behind the last one. */
const menuWidth = 28

/** The columns for a list of `width` pixels, in order. */
export function columnsThatFit(width: number, hidden: readonly ColumnName[]): ColumnName[] {
  let shown = order.filter((name) => !hidden.includes(name))
  for (const { name, comfortWidth } of givenUp) {
    if (!shown.includes(name)) continue
    const needed = shown.reduce((sum, column) => sum + columns[column].minWidth, menuWidth)
    if (needed + comfortWidth <= width) break
    shown = shown.filter((column) => column !== name)
  }
  return shown
}
