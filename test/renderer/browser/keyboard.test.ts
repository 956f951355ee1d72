import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf, pass } from './window-page.ts'

function activeName(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const id = document.querySelector('[role="grid"]')?.getAttribute('aria-activedescendant')
    return id ? (document.getElementById(id)?.querySelector('td')?.textContent ?? null) : null
  })
}

/** Past the heading of the first batch. */
async function toFirstRow(page: Page): Promise<void> {
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => activeName(page)).toBe('A001_C014.mov')
}

describeWindow('keyboard', () => {
  const open = useWindow()
  const start = async (options?: Parameters<typeof open>[0]) => {
    const page = await open(options)
    await page.getByRole('grid').focus()
    return page
  }

  it('moves through the rows and tells which one it is on', async () => {
    const page = await start()
    await toFirstRow(page)
    await page.keyboard.press('ArrowDown')
    expect(await activeName(page)).toBe('A001_C015.mov')
    await page.keyboard.press('End')
    expect(await activeName(page)).toBe('方案终稿 (3).key')
    await page.keyboard.press('Home')
    expect(await activeName(page)).toContain('Shoot day 3')
  })

  it('moves uploads within the queue, by plus and minus or by the arrows', async () => {
    const page = await start()
    await toFirstRow(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Alt+ArrowDown')
    await page.keyboard.press('Control+-')
    await page.keyboard.press('Control+=')
    await page.keyboard.press('Control+Shift++')
    await expect
      .poll(() => callsOf(page, 'queue.move'))
      .toEqual(['down', 'down', 'up', 'top'].map((to) => ({ scope: { kind: 'ids', ids: [2] }, to })))
    await expect.poll(() => page.locator('tr[data-index="1"]').textContent()).toContain('A001_C015.mov')
  })

  it('folds and unfolds a batch, and pauses all of it', async () => {
    const page = await start()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.locator('tr[data-index]').count()).toBe(3)
    expect(await page.getByRole('button', { name: 'Unfold Shoot day 3' }).getAttribute('aria-expanded')).toBe(
      'false',
    )
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('tr[data-index]').count()).toBeGreaterThan(3)
    await page.keyboard.press(' ')
    await expect
      .poll(() => callsOf(page, 'queue.pause'))
      .toEqual([{ kind: 'all', filter: 'all', batchId: 1 }])
    await page.keyboard.press('Delete')
    await page.getByRole('dialog', { name: /Cancel \d+ uploads/ }).waitFor()
  })

  it('reaches the last of 100,000 rows at once', async () => {
    const page = await start({ scenario: 'many', rows: 100_000 })
    await page.keyboard.press('End')
    // What has ended stands last in its batch.
    await expect.poll(() => activeName(page)).toContain('take-099997')
  })

  it('pauses with Space and goes on with Space', async () => {
    const page = await start()
    await toFirstRow(page)
    await page.keyboard.press(' ')
    await pass(page, 600)
    await expect
      .poll(() => page.getByRole('row', { name: /A001_C014/ }).textContent())
      .toContain('Paused by you')
    await page.keyboard.press(' ')
    await expect.poll(() => callsOf(page, 'queue.resume')).toEqual([{ kind: 'ids', ids: [1] }])
  })

  it('extends the selection with Shift and selects everything with Ctrl+A', async () => {
    const page = await start()
    await toFirstRow(page)
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByText('3 selected').waitFor()
    await page.keyboard.press('Control+a')
    await page.getByText('All 19 selected').waitFor()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    expect(await callsOf(page, 'queue.pause')).toEqual([{ kind: 'all', filter: 'all' }])
  })

  it('clears the selection with Escape', async () => {
    const page = await start()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('row', { selected: true }).count()).toBe(0)
  })

  it('asks before cancelling with Delete, and gives the focus back', async () => {
    const page = await start()
    await toFirstRow(page)
    await page.keyboard.press('Delete')
    await page.getByRole('dialog', { name: /Cancel “A001_C014/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
  })

  it('removes a finished row with Delete at once: nothing is lost by it', async () => {
    const page = await start()
    await page.getByRole('row', { name: /track-01/ }).click()
    await page.keyboard.press('Delete')
    await page.getByRole('row', { name: /track-01/ }).waitFor({ state: 'detached' })
  })

  it('opens the menu at the row and runs its command', async () => {
    const page = await start()
    await page.getByRole('row', { name: /C0018/ }).click()
    await page.keyboard.press('Shift+F10')
    const menu = page.getByRole('menu')
    await menu.waitFor()
    expect(await menu.getByRole('menuitem').allTextContents()).toEqual([
      'Try again now',
      'Remove from list',
      'Show details',
      'Show in folder',
      'Copy object key',
      'Copy file path',
      'Copy error details',
      'Copy policy',
    ])
    await menu.getByRole('menuitem', { name: 'Copy error details' }).click()
    const copied = await page.evaluate(() => window.fake.clipboard.text)
    for (const fact of [
      'Code: AccessDenied',
      'EC: 0003-00000001',
      'RequestId: 5C3D',
      'HostId: footage.oss',
    ]) {
      expect(copied).toContain(fact)
    }
  })

  it('opens details with Enter where they are a sheet, and closes them with Escape', async () => {
    const page = await start({ width: 1000, height: 650 })
    const details = page.getByRole('region', { name: 'Details of A001_C014.mov' })
    await toFirstRow(page)
    expect(await details.count()).toBe(0)
    await page.keyboard.press('Enter')
    await details.waitFor()
    await page.keyboard.press('Escape')
    await details.waitFor({ state: 'detached' })
    expect(await activeName(page)).toBe('A001_C014.mov')
  })

  it('has the shortcuts of an uploader', async () => {
    const page = await start()
    await page.keyboard.press('Control+f')
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-search'))).toBe(true)
    await page.keyboard.press('Control+Shift+P')
    await page.keyboard.press('Control+Shift+R')
    await page.keyboard.press('Control+o')
    await page.keyboard.press('Control+Shift+O')
    await expect.poll(() => callsOf(page, 'queue.pick')).toEqual([{ kind: 'files' }, { kind: 'folder' }])
    expect(await callsOf(page, 'queue.pause')).toEqual([{ kind: 'all', filter: 'all' }])
    expect(await callsOf(page, 'queue.resume')).toEqual([{ kind: 'all', filter: 'all' }])
    await page.keyboard.press('Control+,')
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
  })

  it('reaches every control of the window with Tab, in the order of reading', async () => {
    const page = await open()
    await page.getByRole('grid').waitFor()
    const seen: string[] = []
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab')
      const name = await page.evaluate(() => {
        const element = document.activeElement
        return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
      })
      if (seen.includes(name) && name === seen[0]) break
      seen.push(name)
    }
    const order = [
      'All',
      'Settings',
      'Upload files',
      'Upload to',
      'Pause all',
      'Search name or key',
      'Uploads',
      'Name',
    ]
    const places = order.map((name) => seen.findIndex((found) => found.startsWith(name)))
    expect(places).not.toContain(-1)
    expect([...places].sort((a, b) => a - b)).toEqual(places)
  })
})
