import type { Page } from 'playwright-core'

/** Milliseconds that each full repaint of the part map on screen took, shortest first. */
export async function partMapPaints(page: Page): Promise<number[]> {
  const times = await page.evaluate(async () => {
    const times: number[] = []
    const clear = CanvasRenderingContext2D.prototype.clearRect
    // A full repaint begins by clearing the map; it is over when the task ends.
    CanvasRenderingContext2D.prototype.clearRect = function (...args) {
      const startedAt = performance.now()
      queueMicrotask(() => times.push(performance.now() - startedAt))
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
    return times
  })
  return times.sort((a, b) => a - b)
}
