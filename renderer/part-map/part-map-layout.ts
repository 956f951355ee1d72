/** Where the cells of a part map lie. All lengths are CSS pixels. */
export interface PartMapLayout {
  columns: number
  rows: number
  cellPx: number
  gapPx: number
  cellCount: number
  /** More than 1 when there are more parts than cells; the last cell may hold fewer. */
  partsPerCell: number
}

/** Beyond this many cells nobody can point at one, and repainting all of them would be felt. */
export const maxCells = 4000

const sizes = [18, 16, 14, 12, 11, 10, 9, 8, 7, 6]
const smallest = 6
/** Below this a pattern inside a cell cannot be seen. */
const smallestMerged = 8

function gapFor(cellPx: number): number {
  return cellPx >= 11 ? 2 : 1
}

function grid(cellPx: number, widthPx: number, heightPx: number) {
  const gapPx = gapFor(cellPx)
  const columns = Math.max(1, Math.floor((widthPx + gapPx) / (cellPx + gapPx)))
  const rows = Math.max(1, Math.floor((heightPx + gapPx) / (cellPx + gapPx)))
  return { cellPx, gapPx, columns, rows, capacity: Math.min(maxCells, columns * rows) }
}

/** The largest cells of which so many fit; the smallest where they do not. */
function largestGrid(cellCount: number, widthPx: number, heightPx: number) {
  const grids = sizes.map((size) => grid(size, widthPx, heightPx))
  return grids.find(({ capacity }) => cellCount <= capacity) ?? grid(smallest, widthPx, heightPx)
}

/** The largest cells with which every part has one of its own; where that would be too many, parts share cells evenly. */
export function planPartMap(partCount: number, widthPx: number, heightPx: number): PartMapLayout {
  const own = largestGrid(partCount, widthPx, heightPx)
  if (partCount <= own.capacity) {
    const { columns, cellPx, gapPx } = own
    return {
      columns,
      rows: Math.ceil(partCount / columns),
      cellPx,
      gapPx,
      cellCount: partCount,
      partsPerCell: 1,
    }
  }
  const partsPerCell = Math.ceil(partCount / grid(smallestMerged, widthPx, heightPx).capacity)
  const cellCount = Math.ceil(partCount / partsPerCell)
  const { columns, cellPx, gapPx } = largestGrid(cellCount, widthPx, heightPx)
  return { columns, rows: Math.ceil(cellCount / columns), cellPx, gapPx, cellCount, partsPerCell }
}

/** Cell at a point, or null between and beyond the cells. */
export function cellAt(layout: PartMapLayout, xPx: number, yPx: number): number | null {
  const pitch = layout.cellPx + layout.gapPx
  const column = Math.floor(xPx / pitch)
  const row = Math.floor(yPx / pitch)
  if (column < 0 || row < 0 || column >= layout.columns) return null
  const cell = row * layout.columns + column
  return cell < layout.cellCount ? cell : null
}

/** First and last part number of a cell, both inclusive. */
export function partsOfCell(
  layout: PartMapLayout,
  cell: number,
  partCount: number,
): { first: number; last: number } {
  const first = cell * layout.partsPerCell + 1
  return { first, last: Math.min(partCount, first + layout.partsPerCell - 1) }
}

export function cellOfPart(layout: PartMapLayout, partNumber: number): number {
  return Math.floor((partNumber - 1) / layout.partsPerCell)
}
