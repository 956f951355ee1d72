import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { type RowWindow, rowWindow, scrollTopFor } from './row-window.ts'

export interface FixedRows extends RowWindow {
  /** Element number → index of the line it shows; in the order of the list while it stands still. */
  slots: readonly { slot: number; index: number }[]
  scrollToIndex(index: number, align?: 'nearest' | 'center'): void
}

/**
 * The lines on screen of a list whose lines are all equally high. Elements take turns: line `i` is always shown by the
 * element `i` modulo their number, so that scrolling by a line changes one element. They stand in the page in the order
 * of the list only while it stands still, which is when somebody can read them in that order; to move them about while
 * it scrolls would be most of the work.
 */
export function useFixedRows(scroller: RefObject<HTMLElement | null>, count: number): FixedRows {
  const [place, setPlace] = useState({ scrollTop: 0, heightPx: 0 })
  const [firstSlot, setFirstSlot] = useState(0)
  const shown = rowWindow(count, place.scrollTop, place.heightPx)

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const read = () => setPlace({ scrollTop: element.scrollTop, heightPx: element.clientHeight })
    read()
    // A frame is drawn after its scroll events: rows that came later would leave it empty.
    const onScroll = () => flushSync(read)
    const onScrollEnd = () => {
      const { first, slotCount } = rowWindow(count, element.scrollTop, element.clientHeight)
      // To move the element that has the focus would take it away.
      const { activeElement } = document
      if (slotCount > 0 && !activeElement?.closest('tbody')) setFirstSlot(first % slotCount)
    }
    const observer = new ResizeObserver(read)
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('scrollend', onScrollEnd)
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('scrollend', onScrollEnd)
    }
  }, [scroller, count])
  // A list that became shorter may have moved without scrolling.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of lines is the reason, not an input
  useEffect(() => {
    const element = scroller.current
    if (element) setPlace({ scrollTop: element.scrollTop, heightPx: element.clientHeight })
  }, [count, scroller])

  const scrollToIndex = useCallback(
    (index: number, align: 'nearest' | 'center' = 'nearest') => {
      const element = scroller.current
      if (!element) return
      element.scrollTop = scrollTopFor(index, align, count, element.scrollTop, element.clientHeight)
    },
    [scroller, count],
  )
  return { ...shown, slots: slotsOf(shown, firstSlot), scrollToIndex }
}

function slotsOf({ first, last, slotCount }: RowWindow, firstSlot: number): FixedRows['slots'] {
  const slots: { slot: number; index: number }[] = []
  for (let turn = 0; turn < slotCount; turn += 1) {
    const slot = (turn + firstSlot) % slotCount
    const index = first + ((slot - (first % slotCount) + slotCount) % slotCount)
    if (index <= last) slots.push({ slot, index })
  }
  return slots
}
