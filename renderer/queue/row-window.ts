/** Pixels; the same as `--row-height` and `--header-height`. */
export const rowHeight = 34
export const headerHeight = 32

/** Lines drawn above and below what is seen. */
const overscan = 4

/** No element of Chromium is higher than 2^25 pixels; a list that would be is scrolled faster than it looks. */
const mostPixels = 30_000_000

/** The stretch of a list that has elements. Indices inclusive; `last` is -1 for an empty list. */
export interface RowWindow {
  first: number
  last: number
  /** Number of elements; it depends on the height of the window only. */
  slotCount: number
  /** What the list takes in the page. */
  totalPx: number
  /** Pixels from the line's place in the list to its place in the page: 0 unless the list is too long for one element. */
  shiftPx: number
}

/** `scrollTop` and `heightPx` of the element that scrolls, heading included. */
export function rowWindow(count: number, scrollTop: number, heightPx: number): RowWindow {
  const { totalPx, ratio } = scaleOf(count, heightPx)
  const offset = scrollTop * ratio
  const seen = Math.ceil(Math.max(0, heightPx - headerHeight) / rowHeight) + 1
  const slotCount = Math.min(count, seen + 2 * overscan)
  const first = Math.max(0, Math.min(Math.floor(offset / rowHeight) - overscan, count - slotCount))
  return { first, last: first + slotCount - 1, slotCount, totalPx, shiftPx: Math.round(scrollTop - offset) }
}

/** Where to scroll so that a line is seen: as little as possible, or to the middle. */
export function scrollTopFor(
  index: number,
  align: 'nearest' | 'center',
  count: number,
  scrollTop: number,
  heightPx: number,
): number {
  const { ratio } = scaleOf(count, heightPx)
  const seenPx = Math.max(0, heightPx - headerHeight)
  const offset = scrollTop * ratio
  const top = index * rowHeight
  const lowest = top + rowHeight - seenPx
  if (align === 'center') return Math.max(0, top - (seenPx - rowHeight) / 2) / ratio
  return Math.min(Math.max(offset, lowest), top) / ratio
}

/** `ratio`: lines passed per pixel scrolled, in heights of a line. */
function scaleOf(count: number, heightPx: number): { totalPx: number; ratio: number } {
  const wanted = count * rowHeight
  const totalPx = Math.min(wanted, mostPixels)
  const seenPx = Math.max(0, heightPx - headerHeight)
  const ratio = wanted > totalPx ? (wanted - seenPx) / (totalPx - seenPx) : 1
  return { totalPx, ratio }
}
