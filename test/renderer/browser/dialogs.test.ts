import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

describeWindow('cancel and remove (R13)', () => {
  const open = useWindow()
  const askCancel = async (name: RegExp, options?: Parameters<typeof open>[0]) => {
    const page = await open(options)
    await page.getByRole('row', { name }).click()
    await page.keyboard.press('Delete')
    return { page, dialog: page.getByRole('dialog') }
  }

  it('says both outcomes in words and bytes and proposes to keep', async () => {
    const { dialog } = await askCancel(/A001_C014/)
    expect(await dialog.getByRole('radio', { name: /Keep checkpoint/ }).isChecked()).toBe(true)
    const text = await dialog.textContent()
    expect(text).toMatch(/36\.1.GiB already in the bucket stay there/)
    expect(text).toMatch(/36\.1.GiB of parts are deleted from the bucket/)
  })

  it('counts 100,000 rows before it is answered, and says nothing of none while they are counted', async () => {
    const page = await open({ scenario: 'many', rows: 100_000 })
    await page.getByRole('grid').focus()
    await page.keyboard.press('Control+a')
    await page.getByText('All 100,000 selected').waitFor()
    await page.evaluate(() => {
      const titles: string[] = []
      Object.assign(window, { titles })
      new MutationObserver(() => {
        const title = document.querySelector('[role=dialog] h2')?.textContent
        if (title && titles.at(-1) !== title) titles.push(title)
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    await page.getByRole('button', { name: 'Cancel…', exact: true }).click()
    await page.getByRole('dialog', { name: /^Cancel \d\d,\d{3} uploads\?$/ }).waitFor()
    const titles = await page.evaluate(() => (window as never as { titles: string[] }).titles)
    expect(titles.filter((title) => /\b0 uploads/.test(title))).toEqual([])
  })

  it('keeps the checkpoint when that is chosen', async () => {
    const { page, dialog } = await askCancel(/A001_C014/)
    await dialog.getByRole('button', { name: 'Keep checkpoint' }).click()
    await expect
      .poll(() => page.getByRole('row', { name: /A001_C014/ }).textContent())
      .toContain('checkpoint kept')
    expect(await callsOf(page, 'queue.cancel')).toEqual([{ scope: { kind: 'ids', ids: [1] }, mode: 'keep' }])
  })

  it('cleans up when that is chosen, and asks no more where that is asked for', async () => {
    const { page, dialog } = await askCancel(/A001_C014/)
    await dialog.getByRole('radio', { name: /Clean up parts/ }).click()
    await dialog.getByRole('checkbox').click()
    await dialog.getByRole('button', { name: 'Clean up parts' }).click()
    await expect
      .poll(() => callsOf(page, 'settings.set'))
      .toEqual([{ cancelDefault: 'clean', askBeforeCancel: false }])
    expect(await callsOf(page, 'queue.cancel')).toEqual([{ scope: { kind: 'ids', ids: [1] }, mode: 'clean' }])
    await page.getByRole('row', { name: /A001_C015/ }).click()
    await page.keyboard.press('Delete')
    await page.getByText(/^Cancelled 1 upload; .*iB of parts are being deleted$/).waitFor()
    expect(await page.getByRole('dialog', { name: /^Cancel “/ }).count()).toBe(0)
    expect((await callsOf(page, 'queue.cancel')).at(-1)).toEqual({
      scope: { kind: 'ids', ids: [2] },
      mode: 'clean',
    })
  })

  it('asks again once the setting is back', async () => {
    const page = await open({ settings: { askBeforeCancel: false } })
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Reset Ask before cancelling to on' }).click()
    await page.getByRole('button', { name: 'Back to uploads' }).click()
    await page.getByRole('row', { name: /A001_C014/ }).click()
    await page.keyboard.press('Delete')
    await page.getByRole('dialog', { name: /Cancel/ }).waitFor()
    expect(await callsOf(page, 'queue.cancel')).toEqual([])
  })

  it('says in bytes what cancelling everything comes to', async () => {
    const page = await open()
    await page.getByRole('grid').focus()
    await page.keyboard.press('Control+a')
    await page.getByRole('button', { name: 'Cancel…' }).click()
    const dialog = page.getByRole('dialog', { name: /Cancel \d+ uploads\?/ })
    await dialog.waitFor()
    expect(await dialog.textContent()).toMatch(/GiB of parts are deleted from the bucket/)
  })

  it('leaves parts in the bucket when the person insists, and brings the row back on Undo', async () => {
    const { page, dialog } = await askCancel(/old take/)
    await dialog.getByRole('button', { name: 'Remove from list' }).click()
    const row = page.getByRole('row', { name: /old take/ })
    await row.waitFor({ state: 'detached' })
    await page.getByText('1 upload left the list').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await row.waitFor()
    await page.getByText('1 upload is back').waitFor()
    expect(await callsOf(page, 'queue.remove')).toEqual([
      { scope: { kind: 'ids', ids: [15] }, leaveParts: true },
    ])
    expect(await row.textContent()).toContain('checkpoint kept')
  })

  it('changes nothing when the person goes on uploading', async () => {
    const { page, dialog } = await askCancel(/A001_C014/)
    await dialog.getByRole('button', { name: 'Keep uploading' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await callsOf(page, 'queue.cancel')).toEqual([])
  })

  it('says so when there is nothing to lose yet', async () => {
    const { dialog } = await askCancel(/IMG_0412/)
    expect(await dialog.textContent()).toContain('nothing is lost')
  })

  it('warns before the record of kept parts goes, and offers to clean them up instead', async () => {
    const { page, dialog } = await askCancel(/old take/)
    expect(await dialog.textContent()).toMatch(/2\.6.GiB of parts stay in the bucket/)
    await dialog.getByRole('button', { name: 'Clean up parts' }).click()
    expect(await callsOf(page, 'queue.cancel')).toEqual([
      { scope: { kind: 'ids', ids: [15] }, mode: 'clean' },
    ])
    expect(await callsOf(page, 'queue.remove')).toEqual([])
  })

  it('reaches only the rows of a selection that can be cancelled', async () => {
    const page = await open()
    await page.getByRole('row', { name: /A001_C015/ }).click()
    await page.getByRole('row', { name: /A001_C019/ }).click({ modifiers: ['Shift'] })
    for (const ended of [/C0018/, /track-01/]) {
      await page.getByRole('row', { name: ended }).click({ modifiers: ['ControlOrMeta'] })
    }
    await page.getByRole('button', { name: 'Cancel 4 of 6…' }).click()
    await page.getByRole('dialog', { name: 'Cancel 4 uploads?' }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Keep checkpoint' }).click()
    expect(await callsOf(page, 'queue.cancel')).toEqual([
      { scope: { kind: 'ids', ids: [2, 3, 4, 5] }, mode: 'keep' },
    ])
  })
})
