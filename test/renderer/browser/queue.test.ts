import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf, pass } from './window-page.ts'

async function firstNames(page: Page): Promise<(string | null)[]> {
  const cells = page.locator('tr[data-index] td:first-child')
  return (await cells.allTextContents()).slice(0, 3)
}

describeWindow('queue', () => {
  const open = useWindow()

  it('shows every upload with its state and reason', async () => {
    const page = await open()
    const grid = page.getByRole('grid', { name: 'Uploads' })
    await grid.waitFor()
    const row = grid.getByRole('row', { name: /A001_C016\.mov/ })
    expect(await row.textContent()).toContain('Waiting for network')
    expect(await row.textContent()).toContain('next try in 12s')
    // 19 uploads, the heading of the batch that has more than one, and the header.
    expect(await grid.getByRole('row').count()).toBe(21)
  })

  it('moves the bar forward and never back when a pause drops the bytes in flight (R15)', async () => {
    const page = await open()
    const row = page.getByRole('row', { name: /方案终稿/ })
    const bar = row.getByRole('progressbar')
    const share = async () => Number(await bar.getAttribute('aria-valuenow'))
    const before = await share()
    await pass(page, 2000)
    await expect.poll(share).toBeGreaterThan(before)
    const sending = await share()
    await row.click()
    await page.keyboard.press(' ')
    await expect.poll(() => row.textContent()).toContain('Pausing')
    await pass(page, 1000)
    await expect.poll(() => row.textContent()).toContain('Paused by you')
    expect(await share()).toBeGreaterThanOrEqual(sending)
    expect(await callsOf(page, 'queue.pause')).toEqual([{ kind: 'ids', ids: [11] }])
  })

  it('shows no 100 % before the object is whole', async () => {
    const page = await open()
    const row = page.getByRole('row', { name: /track-02/ })
    expect(await row.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('99%')
    const done = page.getByRole('row', { name: /track-01/ })
    expect(await done.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('100%')
  })

  it('sorts by a column upwards, downwards, and back to the order of sending under headings', async () => {
    const page = await open()
    const size = page.getByRole('columnheader', { name: 'Size' })
    await size.getByRole('button').click()
    await expect.poll(() => firstNames(page)).toEqual(['empty.txt', 'ledger.xlsx', 'stills/IMG_0414.CR3'])
    expect(await size.getAttribute('aria-sort')).toBe('ascending')
    await size.getByRole('button').click()
    await expect.poll(async () => (await firstNames(page))[0]).toBe('nightly-2026-11-20.tar.zst')
    await size.getByRole('button').click()
    await expect.poll(async () => (await firstNames(page))[0]).toContain('Shoot day 3')
    expect((await firstNames(page))[1]).toBe('A001_C014.mov')
    expect(await size.getAttribute('aria-sort')).toBe('none')
  })

  it('finds by name and key, tells how many, and leads back', async () => {
    const page = await open()
    const search = page.getByRole('textbox', { name: 'Search name or key' })
    await search.fill('track')
    await expect.poll(() => page.locator('tr[data-index]').count()).toBe(3)
    await expect.poll(() => page.getByRole('status').allTextContents()).toContain('3 uploads shown.')
    await search.fill('no such file')
    await page.getByRole('heading', { name: 'Nothing matches “no such file”' }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Clear search' }).last().click()
    await expect.poll(() => page.locator('tr[data-index]').count()).toBe(20)
  })

  it('counts and filters by state and destination', async () => {
    const page = await open()
    const navigation = page.getByRole('navigation')
    await navigation.getByRole('button', { name: /^Problems/ }).click()
    await expect.poll(() => firstNames(page)).toEqual(['C0018 日落 #2.mov'])
    await navigation.getByRole('button', { name: /^客户交付/ }).click()
    await expect.poll(() => firstNames(page)).toEqual(['方案终稿 (3).key'])
    expect(await navigation.getByRole('button', { name: /^客户交付/ }).getAttribute('aria-current')).toBe(
      'page',
    )
    await navigation.getByRole('button', { name: /^This computer/ }).click()
    await page.getByRole('button', { name: 'Show all uploads' }).click()
    await expect.poll(() => page.locator('tr[data-index]').count()).toBe(20)
  })

  it('takes a row out of a filter that it no longer belongs to', async () => {
    const page = await open()
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Active/ })
      .click()
    const row = page.getByRole('row', { name: /方案终稿/ })
    await row.click()
    await page.keyboard.press(' ')
    await pass(page, 1000)
    await row.waitFor({ state: 'detached' })
  })

  it('says what a person did in vain', async () => {
    const page = await open()
    const row = page.getByRole('row', { name: /A001_C014/ })
    await row.click()
    await page.evaluate(() => window.fake.queue.apply(window.fake.queue.uploads.get(1) as never, 'fail'))
    await page.keyboard.press(' ')
    await page.getByText('1 upload was already past that.').waitFor()
  })

  it('shows a failed command with its next step and the details to copy (R17)', async () => {
    const page = await open()
    await page.getByRole('grid').waitFor()
    await page.evaluate(() =>
      window.fake.failNext('queue.pause', {
        code: 'SecurityTokenExpired',
        retry: 'auth',
        message: 'The security token you provided has expired.',
        fromServer: true,
        status: 403,
        requestId: '5C3D9175B6FC201293AD4890',
      }),
    )
    await page.getByRole('button', { name: 'Pause all' }).click()
    await page.getByText('The temporary credentials (STS token) have expired.').waitFor()
    await page.getByText(/Enter new ones in the destination/).waitFor()
    await page.getByRole('button', { name: 'Copy details' }).click()
    const copied = await page.evaluate(() => window.fake.clipboard.text)
    expect(copied).toContain('RequestId: 5C3D9175B6FC201293AD4890')
    expect(copied).toContain('HTTP status: 403')
  })

  it('keeps one line per kind of warning, however often it comes', async () => {
    const page = await open()
    await page.getByRole('grid').waitFor()
    for (let count = 1; count <= 3; count += 1) {
      await page.evaluate(
        (number) =>
          window.fake.emit('notice', {
            kind: 'leftOut',
            level: 'warning',
            params: { name: 'Shoot day 3', count: number, reason: 'It is a socket.' },
          }),
        count,
      )
    }
    await page.getByText('3 items of Shoot day 3 were left out. The first: It is a socket.').waitFor()
    expect(await page.getByText(/left out/).count()).toBe(1)
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await expect.poll(() => page.getByText(/left out/).count()).toBe(0)
  })

  it('holds only rows near the screen of a list of 100,000', async () => {
    const page = await open({ scenario: 'many', rows: 100_000 })
    const grid = page.getByRole('grid')
    await grid.waitFor()
    expect(await grid.getAttribute('aria-rowcount')).toBe('101001')
    const scroller = grid.locator('xpath=..')
    for (const share of [0.2, 0.5, 0.9, 1, 0]) {
      await scroller.evaluate((element, part) => {
        element.scrollTop = element.scrollHeight * part
      }, share)
      await expect.poll(() => page.locator('tr[aria-busy]').count()).toBe(0)
      expect(await page.locator('tr[data-index]').count()).toBeLessThan(60)
    }
  })
})
