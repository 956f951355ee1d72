import type { Browser, Page } from 'playwright-core'
import { installRemoteBridge } from './remote-main.ts'

/** Milliseconds from the start of the page's loading. */
export interface OpeningTimes {
  firstPaintMs: number
  /** Rows of the queue are on the screen. */
  firstRowsMs: number
}

/** Opens the window on the simulated main process of `url`, in a page without a fixed clock: times are to be real. */
export async function openMeasured(
  browser: Browser,
  url: string,
): Promise<{ page: Page; times: OpeningTimes }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(installRemoteBridge)
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('tr[data-index]')) return
      observer.disconnect()
      requestAnimationFrame(() => performance.mark('first rows'))
    }).observe(document, { childList: true, subtree: true })
  })
  await page.goto(url)
  await page.getByRole('row', { name: /take-000001/ }).waitFor()
  await page.waitForFunction(() =>
    ['first-contentful-paint', 'first rows'].every((name) => performance.getEntriesByName(name).length > 0),
  )
  const times = await page.evaluate(() => {
    const at = (name: string) => Math.round(performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN)
    return { firstPaintMs: at('first-contentful-paint'), firstRowsMs: at('first rows') }
  })
  return { page, times }
}
