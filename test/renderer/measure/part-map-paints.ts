import type { Page } from 'playwright-core'
import type { TraceEvent } from './main-thread.ts'

/** Milliseconds of full repaints of the part map. */
export interface PartMapPaints {
  repaints: number
  medianMs: number
  slowestMs: number
  /** Of processor time, which does not count what other programs took meanwhile. */
  slowestProcessorMs: number
}

/** Repaints the part map on screen some twenty times, with a mark in the trace where each begins and ends. */
export async function repaintPartMap(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const clear = CanvasRenderingContext2D.prototype.clearRect
    // A full repaint begins by clearing the map; it is over when the task ends.
    CanvasRenderingContext2D.prototype.clearRect = function (...args) {
      console.timeStamp('repaint begins')
      queueMicrotask(() => console.timeStamp('repaint ends'))
      return clear.apply(this, args)
    }
    for (let turn = 0; turn < 20; turn += 1) {
      document.documentElement.dataset.theme = turn % 2 === 0 ? 'dark' : 'light'
      window.dispatchEvent(new Event('resize'))
      const panel = document.querySelector('canvas[role="slider"]')?.parentElement
      if (panel) panel.style.paddingRight = `${turn % 2}px`
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
    }
    CanvasRenderingContext2D.prototype.clearRect = clear
  })
}

/** The repaints of a trace of `repaintPartMap`. */
export function partMapPaintsOf(events: readonly TraceEvent[]): PartMapPaints {
  const marks = events
    .filter(({ name, args }) => name === 'TimeStamp' && args?.data?.message?.startsWith('repaint'))
    .sort((a, b) => a.ts - b.ts)
  const wall: number[] = []
  const processor: number[] = []
  for (const [index, begin] of marks.entries()) {
    const end = marks[index + 1]
    if (begin.args?.data?.message !== 'repaint begins' || end?.args?.data?.message !== 'repaint ends')
      continue
    wall.push((end.ts - begin.ts) / 1000)
    processor.push(((end.tts ?? Number.NaN) - (begin.tts ?? Number.NaN)) / 1000)
  }
  if (wall.length === 0) throw new Error('The trace holds no repaints')
  const at = (times: number[], share: number) =>
    Number((times.sort((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? Number.NaN).toFixed(1))
  return {
    repaints: wall.length,
    medianMs: at(wall, 0.5),
    slowestMs: at(wall, 1),
    slowestProcessorMs: at(processor, 1),
  }
}
