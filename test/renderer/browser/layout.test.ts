import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { pass } from './window-page.ts'

/** Elements whose text does not fit, by what they say. */
function cut(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(
    (wanted) =>
      [...document.querySelectorAll<HTMLElement>(wanted)]
        .filter((element) => element.offsetParent !== null && element.scrollWidth > element.clientWidth + 1)
        .map((element) => element.textContent ?? ''),
    selector,
  )
}

const sizes = [
  [720, 480],
  [1000, 650],
  [1440, 900],
] as const

describeWindow('layout', () => {
  const open = useWindow()

  it.each(sizes)('cuts no number and no button at %i×%i, in either language', async (width, height) => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const page = await open({ width, height, info: { locale } })
      await page.getByRole('grid').waitFor()
      await pass(page, 1500)
      // A target may be cut, as a name may; its full address is in the tip.
      expect(await cut(page, 'td:nth-child(n+4):not(:nth-child(7))')).toEqual([])
      expect(await cut(page, 'button, th')).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
      const outside = await page.evaluate(() =>
        [...document.querySelectorAll('tr[data-index] td, main button')]
          .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
          .map((element) => element.textContent),
      )
      expect(outside).toEqual([])
    }
  })

  it('shows the speed beside the state where it has no column', async () => {
    const page = await open({ width: 1000, height: 650 })
    await page.getByRole('grid').waitFor()
    await pass(page, 500)
    const row = page.getByRole('row', { name: /A001_C014/ })
    expect(await row.getByRole('gridcell').nth(1).textContent()).toMatch(/^Uploading31\.2.MiB\/s$/)
    expect(await page.getByRole('columnheader', { name: 'Speed' }).isVisible()).toBe(false)
  })

  it('reads at 200 % zoom without anything out of reach', async () => {
    const page = await open({ width: 720, height: 450 })
    await page.getByRole('grid').waitFor()
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  })

  it.each([
    [1440, 900],
    [720, 450],
  ])('shows every digit of the largest number that each setting takes, at %i px', async (width, height) => {
    const page = await open({
      width,
      height,
      settings: { keepHistoryCount: 1_000_000, keepHistoryDays: 3650, filesAtOnce: 64 },
    })
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    const cut = await page.getByRole('textbox').evaluateAll((inputs) =>
      inputs
        .filter((input): input is HTMLInputElement => input instanceof HTMLInputElement && input.value !== '')
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ value }) => value),
    )
    expect(cut).toEqual([])
    const values = await page
      .getByRole('textbox')
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
    expect(values).toContain('1,000,000')
  })

  it('leaves room for the traffic lights on macOS only', async () => {
    const page = await open({ info: { platform: 'darwin' } })
    await page.getByRole('grid').waitFor()
    const left = await page.getByText('Stevedore', { exact: true }).evaluate((brand) => {
      const range = document.createRange()
      range.selectNodeContents(brand)
      return range.getBoundingClientRect().left
    })
    expect(left).toBeGreaterThan(76)
  })
})
