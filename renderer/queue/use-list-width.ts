import { type RefObject, useLayoutEffect } from 'react'
import { setListWidth } from '../store/column-store.ts'

/** Tells the columns how much room the list has, before its first picture and whenever it changes. */
export function useListWidth(list: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    setListWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setListWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [list])
}
