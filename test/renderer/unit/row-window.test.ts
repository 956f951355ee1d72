import { describe, expect, it } from 'vitest'
import { headerHeight, rowHeight, rowWindow, scrollTopFor } from '../../../renderer/queue/row-window.ts'

const heightPx = headerHeight + 20 * rowHeight
const mostChromiumDraws = 2 ** 25

describe('rowWindow', () => {
  it('covers what is seen and a few lines around it, with the same number of elements everywhere', () => {
    const top = rowWindow(100_000, 0, heightPx)
    expect(top).toMatchObject({ first: 0, totalPx: 100_000 * rowHeight, shiftPx: 0 })
    const middle = rowWindow(100_000, 50_000 * rowHeight, heightPx)
    expect(middle.first).toBeLessThan(50_000)
    expect(middle.last).toBeGreaterThan(50_020)
    const end = rowWindow(100_000, 100_000 * rowHeight, heightPx)
    expect(end.last).toBe(99_999)
    expect([middle.slotCount, end.slotCount]).toEqual([top.slotCount, top.slotCount])
    expect(top.slotCount).toBeLessThan(32)
  })

  it('has one element per line of a short list, and none for an empty one', () => {
    expect(rowWindow(3, 0, heightPx)).toMatchObject({ first: 0, last: 2, slotCount: 3 })
    expect(rowWindow(0, 0, heightPx)).toMatchObject({ first: 0, last: -1, slotCount: 0 })
  })

  it('reaches the last of five million lines, although no element is that high', () => {
    const count = 5_000_000
    const { totalPx } = rowWindow(count, 0, heightPx)
    expect(totalPx).toBeLessThan(mostChromiumDraws)
    const lowest = totalPx - (heightPx - headerHeight)
    const end = rowWindow(count, lowest, heightPx)
    expect(end.last).toBe(count - 1)
    // The last line ends where what is seen ends.
    const bottom = end.last * rowHeight + end.shiftPx + rowHeight - lowest
    expect(Math.abs(bottom - (heightPx - headerHeight))).toBeLessThanOrEqual(1)
  })
})

describe('scrollTopFor', () => {
  it.each([1000, 5_000_000])(
    'brings a line of %d on screen from anywhere, no further than it must',
    (count) => {
      for (const index of [0, 7, Math.floor(count / 3), count - 1]) {
        for (const from of [0, 500, 20_000]) {
          const scrollTop = scrollTopFor(index, 'nearest', count, from, heightPx)
          const { shiftPx } = rowWindow(count, scrollTop, heightPx)
          const seenAt = index * rowHeight + shiftPx - scrollTop
          expect(seenAt).toBeGreaterThanOrEqual(-1)
          expect(seenAt + rowHeight).toBeLessThanOrEqual(heightPx - headerHeight + 1)
        }
      }
      const { shiftPx } = rowWindow(count, 0, heightPx)
      expect(scrollTopFor(3, 'nearest', count, 0, heightPx)).toBe(shiftPx)
    },
  )
})
