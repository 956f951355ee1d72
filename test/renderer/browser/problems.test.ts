import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

describeWindow('problems', () => {
  const open = useWindow()

  it('are grouped by their reason, each group retried with one button', async () => {
    const page = await open()
    await page.getByRole('grid').waitFor()
    await page.evaluate(() => {
      const { queue } = window.fake
      const failed = queue.uploads.get(6)?.row
      const rows = [2, 12].map((id) => queue.uploads.get(id)?.row).filter((row) => row !== undefined)
      for (const row of rows) Object.assign(row, { status: 'failed', reason: failed?.reason })
      queue.forgetOrder()
      window.fake.emit('uploads.changed', { rows, listChanged: true })
    })
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Problems/ })
      .click()
    const region = page.getByRole('region', { name: 'Problems by reason' })
    await region.getByText('3 files').waitFor()
    expect(await region.getByRole('listitem').count()).toBe(1)
    await region.getByRole('button', { name: /^Retry all 3: The access key may not/ }).click()
    expect(await callsOf(page, 'queue.resume')).toEqual([
      { kind: 'all', filter: 'problems', reasonCode: 'AccessDenied' },
    ])
    await region.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'No problems' }).waitFor()
  })

  it('of the network are one line for all that wait, with the next try and a way to try now', async () => {
    const page = await open()
    const banner = page.getByText(/There is no network to oss-cn-hangzhou/).first()
    await banner.waitFor()
    expect(await banner.textContent()).toContain('1 upload waits and goes on by itself. Next try in 12s.')
    expect(await page.getByRole('region', { name: 'Notices' }).getByRole('dialog').count()).toBe(0)
    await page.getByRole('button', { name: 'Try now' }).click()
    await banner.waitFor({ state: 'detached' })
    expect((await callsOf(page, 'queue.retryNow')).length).toBe(1)
    // What the person paused stays paused.
    expect(await page.getByRole('row', { name: /nightly/ }).textContent()).toContain('Paused by you')
  })
})

describeWindow('a view that breaks', () => {
  const open = useWindow()

  it('leaves the rest of the window as it is, and can be shown again', async () => {
    const page = await open()
    await page.getByRole('grid').waitFor()
    const tell = (status: string) =>
      page.evaluate((name) => {
        const row = window.fake.queue.uploads.get(1)?.row
        if (!row) throw new Error('no row 1')
        window.fake.emit('uploads.changed', { rows: [{ ...row, status: name as never }], listChanged: false })
      }, status)
    await tell('a status of a later version')
    const broken = page.getByRole('alert')
    await broken.getByText('This part of the window could not be shown. Uploads go on.').waitFor()
    await page.getByRole('navigation').waitFor()
    await page.getByRole('region', { name: 'Totals' }).waitFor()
    await broken.getByRole('button', { name: 'Copy details' }).click()
    expect(await page.evaluate(() => window.fake.clipboard.text)).toMatch(/at /)
    await tell('uploading')
    await broken.getByRole('button', { name: 'Show it again' }).click()
    await page.getByRole('row', { name: /A001_C014/ }).waitFor()
  })
})

describeWindow('a new upload', () => {
  const open = useWindow()

  it('is selected when nothing else is', async () => {
    const page = await open({ scenario: 'empty' })
    await page.getByRole('main').getByRole('button', { name: 'Upload files' }).last().click()
    const row = page.getByRole('row', { name: /holiday/ })
    await row.waitFor()
    await expect.poll(() => row.getAttribute('aria-selected')).toBe('true')
    await page.getByRole('region', { name: 'Details of holiday.jpg' }).waitFor()
  })

  it('takes no selection away', async () => {
    const page = await open()
    const chosen = page.getByRole('row', { name: /A001_C015/ })
    await chosen.click()
    await page.getByRole('toolbar').getByRole('button', { name: 'Upload files' }).click()
    await page.getByText('2 items added to').waitFor()
    await page.getByRole('row', { name: /holiday/ }).waitFor({ state: 'attached' })
    expect(await chosen.getAttribute('aria-selected')).toBe('true')
  })
})
