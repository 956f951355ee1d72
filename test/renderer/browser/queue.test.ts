import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf, pass } from './window-page.ts'

describeWindow('queue', () => {
  const open = useWindow()

  it('shows every upload with its state and reason', async () => {
    const page = await open()
    const grid = page.getByRole('grid', { name: 'Uploads' })
    await grid.waitFor()
    const row = grid.getByRole('row', { name: /A001_C016\.mov/ })
    expect(await row.textContent()).toContain('Waiting for network')
    expect(await row.textContent()).toContain('next try in 12s')
    expect(await grid.getByRole('row').count()).toBe(20)
  })

  it('moves the bar forward and never back when a pause drops the bytes in flight (R15)', async () => {
    const page = await open()
    const row = page.getByRole('row', { name: /方案终稿/ })
    const bar = row.getByRole('progressbar')
    const share = async () => Number(await bar.getAttribute('value'))
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
})
