import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

const inTheAfternoon = new Date('2026-11-20T14:00:00+08:00').getTime()

describeWindow('the status bar while everything is held', () => {
  const open = useWindow()

  it('says until when, and lets everything go on with one click', async () => {
    const page = await open({ scenario: 'empty', hold: { cause: 'timed', until: inTheAfternoon } })
    const status = page.getByRole('region', { name: 'Totals' }).getByRole('status')
    await status.getByText('Paused until 14:00').waitFor()
    expect(await page.getByText('Idle', { exact: true }).count()).toBe(0)
    await status.getByRole('button', { name: 'Resume now' }).click()
    await page.getByText('Idle', { exact: true }).waitFor()
    expect(await callsOf(page, 'hold.end')).toHaveLength(1)
    expect(await status.textContent()).toBe('')
  })

  it.each([
    ['battery', 'On battery: uploads wait'],
    ['update', 'Uploads wait for the update'],
  ] as const)('says that it is because of the %s, as soon as that begins', async (cause, sentence) => {
    const page = await open()
    await page.getByRole('grid').waitFor()
    await page.evaluate((held) => window.fake.emit('hold.changed', { cause: held, until: null }), cause)
    await page.getByText(sentence).waitFor()
    await page.evaluate(() => window.fake.emit('hold.changed', null))
    await page.getByText(sentence).waitFor({ state: 'detached' })
  })

  it('begins such a pause from the menu beside “Pause all”, in both languages', async () => {
    for (const [locale, menu, item, sentence] of [
      ['en', 'Ways to pause', 'Pause everything for 30 minutes', 'Paused until 11:34'],
      ['zh-CN', '暂停方式', '全部暂停 30 分钟', '已暂停到 11:34'],
    ] as const) {
      const page = await open({ info: { locale } })
      await page.getByRole('button', { name: menu, exact: true }).click()
      await page.getByRole('menuitem', { name: item }).click()
      await page.getByText(sentence).waitFor()
      expect(await callsOf(page, 'hold.pauseFor')).toEqual([{ time: 'half-hour' }])
    }
  })
})

describeWindow('the status bar while a command over many uploads is at work', () => {
  const open = useWindow()

  it.each([
    ['en', 'pause', 'Pausing: 43%'],
    ['en', 'removeWithParts', 'Removing: 43%'],
    ['zh-CN', 'cancelKeep', '正在取消：43%'],
    ['zh-CN', 'somethingNew', '正在处理：43%'],
  ] as const)('says in %s how far “%s” is, until it is through', async (locale, kind, sentence) => {
    const page = await open({ info: { locale } })
    await page.getByRole('grid').waitFor()
    const tell = (work: { kind: string; share: number } | null) =>
      page.evaluate((told) => window.fake.emit('queue.working', told), work)
    await tell({ kind, share: 0.437 })
    const bar = page.getByRole('progressbar', { name: sentence })
    await bar.waitFor()
    expect(await bar.getAttribute('value')).toBe('43')
    await tell(null)
    await bar.waitFor({ state: 'detached' })
  })
})
