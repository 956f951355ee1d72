import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { traceOf } from '../measure/main-thread.ts'
import { describeWindow, useWindow } from './use-window.ts'

function shownIndices(page: Page): Promise<number[]> {
  return page.locator('tr[data-index]').evaluateAll((rows) => rows.map((row) => Number(row.dataset.index)))
}

/** Scrolls in as many frames as there are places. */
function scrollThrough(page: Page, tops: number[]): Promise<void> {
  return page.getByRole('grid').evaluate(async (grid, places) => {
    for (const top of places) {
      grid.parentElement?.scrollTo(0, top)
      await new Promise(requestAnimationFrame)
    }
  }, tops)
}

describeWindow('a long list', () => {
  const open = useWindow()

  it('stands in the order of reading wherever it was scrolled to, each row with its number', async () => {
    const page = await open({ scenario: 'many', rows: 5000 })
    await page.getByRole('row', { name: /take-000001/ }).waitFor()
    await scrollThrough(page, [40, 400, 90_000, 61_234])
    await expect
      .poll(async () => {
        const shown = await shownIndices(page)
        return shown.map((index, place) => index - (shown[0] ?? 0) - place).filter((gap) => gap !== 0)
      })
      .toEqual([])
    const shown = await shownIndices(page)
    expect(shown.includes(Math.ceil(61_234 / 34))).toBe(true)
    const numbers = await page
      .locator('tr[data-index]')
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))))
    // The header is the first row, and counting begins with one.
    expect(numbers).toEqual(shown.map((index) => index + 2))
  })

  it('uses the same elements for other rows instead of making new ones', async () => {
    const page = await open({ scenario: 'many', rows: 5000 })
    await page.getByRole('row', { name: /take-000001/ }).waitFor()
    const mark = () =>
      page.locator('tr[data-index]').evaluateAll((rows) => {
        const fresh = rows.filter((row) => row.dataset.seen === undefined)
        for (const row of fresh) row.dataset.seen = 'yes'
        return fresh.length
      })
    // The first scroll gives the list its full number of elements.
    await scrollThrough(page, [500])
    await expect.poll(() => page.locator('tr[aria-busy]').count()).toBe(0)
    await mark()
    await scrollThrough(page, [20_000, 60_000, 100_000, 3000])
    await expect.poll(() => page.locator('tr[aria-busy]').count()).toBe(0)
    expect(await mark()).toBe(0)
  })

  it('moves its rows without working out the style of their cells', async () => {
    const page = await open({ scenario: 'many', rows: 5000 })
    await page.getByRole('row', { name: /take-000001/ }).waitFor()
    const browser = page.context().browser()
    if (!browser) throw new Error('The page has no browser')
    const rows = page.locator('tr[data-index]')
    const trace = await traceOf(browser, 'moves', null, async () => {
      await rows.evaluateAll((all) => {
        for (const row of all) row.style.translate = '0 1px'
        console.timeStamp('moved')
        // Reading makes the browser work out what has changed.
        for (const row of all) void getComputedStyle(row).translate
      })
    })
    const movedAt = trace.find(({ args }) => args?.data?.message === 'moved')?.ts ?? Number.NaN
    const [styled] = trace
      .filter(({ name, ts }) => name === 'UpdateLayoutTree' && ts > movedAt)
      .sort((a, b) => a.ts - b.ts)
      .flatMap(({ args }) => args?.elementCount || [])
    expect(styled).toBeGreaterThan(0)
    // Each row has seven cells.
    expect(styled).toBeLessThan(2 * (await rows.count()))
  })
})
