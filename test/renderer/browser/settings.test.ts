import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

describeWindow('settings', () => {
  const open = useWindow()
  const start = async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    return page
  }

  it('takes effect at once and can go back to its default', async () => {
    const page = await start()
    await page.getByRole('button', { name: 'More: Files at the same time' }).click()
    await expect.poll(() => callsOf(page, 'settings.set')).toEqual([{ filesAtOnce: 4 }])
    await page.getByRole('button', { name: 'Reset Files at the same time to 3' }).click()
    await expect.poll(() => callsOf(page, 'settings.set')).toContainEqual({ filesAtOnce: 3 })
  })

  it('names the range of a part size that is out of it, and changes nothing (R7)', async () => {
    const page = await start()
    const field = page.getByRole('textbox', { name: 'Part size' })
    await field.fill('99 KiB')
    await field.press('Enter')
    await page.getByText(/From 100.KiB to 5.GiB\./).waitFor()
    await field.fill('6 GiB')
    await field.press('Enter')
    await page.getByText(/From 100.KiB to 5.GiB\./).waitFor()
    expect(await callsOf(page, 'settings.set')).toEqual([])
    await field.fill('32 MiB')
    await field.press('Enter')
    await expect.poll(() => callsOf(page, 'settings.set')).toEqual([{ partSizeBytes: 32 * 1024 * 1024 }])
  })

  it('limits the speed from here and from the status bar', async () => {
    const page = await start()
    await page.getByRole('switch', { name: 'Limit the speed' }).click()
    await expect.poll(() => page.getByRole('button', { name: /^Limit 10.MiB\/s/ }).count()).toBe(1)
    await page.getByRole('button', { name: /^Limit 10.MiB\/s/ }).click()
    await page.getByRole('menuitemradio', { name: 'No speed limit' }).click()
    await expect.poll(() => callsOf(page, 'settings.set')).toContainEqual({ bandwidthLimit: null })
  })

  it('switches theme and language', async () => {
    const page = await start()
    await page.getByRole('combobox', { name: 'Appearance' }).click()
    await page.getByRole('option', { name: 'Dark' }).click()
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await page.getByRole('combobox', { name: 'Language' }).click()
    await page.getByRole('option', { name: '简体中文' }).click()
    await page.getByRole('heading', { name: '设置' }).waitFor()
  })

  it('switches resuming off (R11) and chooses a folder for checkpoints (R10)', async () => {
    const page = await start()
    await page.getByRole('switch', { name: 'Continue interrupted uploads' }).click()
    await page.evaluate(() => window.fake.nextPick(['/mnt/fast']))
    await page.getByRole('button', { name: 'Choose…' }).click()
    await expect
      .poll(() => callsOf(page, 'settings.set'))
      .toEqual([{ resume: false }, { checkpointFolder: '/mnt/fast' }])
  })

  it('finds settings by name and explanation', async () => {
    const page = await start()
    await page.getByRole('textbox', { name: 'Search settings' }).fill('10,000')
    await expect.poll(() => page.getByRole('textbox', { name: 'Part size' }).count()).toBe(1)
    expect(await page.getByText('Follow symbolic links').count()).toBe(0)
    await page.getByRole('textbox', { name: 'Search settings' }).fill('zzz')
    await page.getByText('No setting matches “zzz”.').waitFor()
  })
})
