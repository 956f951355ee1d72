import { type RefObject, useEffect, useState } from 'react'

export interface CanvasSize {
  widthPx: number
  heightPx: number
  /** Device pixels per CSS pixel; changes when the window moves to another screen. */
  scale: number
}

/** Size of the space a canvas may fill; null until it is known. */
export function useCanvasSize(frame: RefObject<HTMLElement | null>): CanvasSize | null {
  const [size, setSize] = useState<CanvasSize | null>(null)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const read = () => {
      const { clientWidth, clientHeight } = element
      if (clientWidth > 0 && clientHeight > 0) {
        setSize({ widthPx: clientWidth, heightPx: clientHeight, scale: window.devicePixelRatio })
      }
    }
    const observer = new ResizeObserver(read)
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])
  return size
}
