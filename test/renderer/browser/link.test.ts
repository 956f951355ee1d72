import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

describeWindow('links to objects', () => {
  const open = useWindow()
  const ask = async (name: RegExp) => {
    const page = await open()
    await page.getByRole('row', { name }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Copy link…' }).click()
    return { page, dialog: page.getByRole('dialog', { name: /^Link to/ }) }
  }

  it('are copied for the time that is chosen', async () => {
    const { page, dialog } = await ask(/track-01/)
    await dialog.getByRole('combobox', { name: 'The link works for' }).click()
    await page.getByRole('option', { name: '7 days' }).click()
    await dialog.getByRole('button', { name: 'Copy link', exact: true }).click()
    await page.getByText(/^Link copied\. It works until Nov 27, 2026/).waitFor()
    expect(await callsOf(page, 'link.copy')).toEqual([{ id: 7, kind: 'signed', expiresSeconds: 604_800 }])
    expect(await page.evaluate(() => window.fake.clipboard.text)).toContain('x-oss-expires=604800')
    expect(await dialog.count()).toBe(0)
  })

  it('go without a signature where everyone may read the object', async () => {
    const { page, dialog } = await ask(/track-01/)
    await dialog.getByRole('button', { name: 'Copy plain address' }).click()
    await page.getByText(/^Address copied/).waitFor()
    expect(await page.evaluate(() => window.fake.clipboard.text)).toMatch(/track-01\.wav$/)
  })

  it('are said to end with temporary credentials', async () => {
    const { dialog } = await ask(/IMG_0414/)
    await expect.poll(() => dialog.textContent()).toContain('your temporary credentials end then')
    expect(await dialog.getByRole('button', { name: 'Copy plain address' }).count()).toBe(0)
  })

  it('are offered beside the object key, and not before there is an object', async () => {
    const page = await open()
    await page.getByRole('row', { name: /track-01/ }).dblclick()
    const details = page.getByRole('region', { name: /^Details of/ })
    await details.getByRole('tab', { name: 'Object' }).click()
    await details.getByRole('button', { name: 'Copy link…' }).click()
    await page
      .getByRole('dialog', { name: /^Link to/ })
      .getByRole('button', { name: 'Cancel' })
      .click()
    await page.getByRole('row', { name: /A001_C014/ }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Copy object key' }).waitFor()
    expect(await page.getByRole('menuitem', { name: 'Copy link…' }).count()).toBe(0)
  })
})
