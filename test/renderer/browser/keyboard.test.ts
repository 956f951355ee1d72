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

  it('moves uploads within the queue by Alt with the arrows', async () => {
    const page = await start()
    await toFirstRow(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Alt+ArrowDown')
    await page.keyboard.press('Alt+Shift+ArrowDown')
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Alt+Shift+ArrowUp')
    await expect
      .poll(() => callsOf(page, 'queue.move'))
      .toEqual(['down', 'bottom', 'up', 'top'].map((to) => ({ scope: { kind: 'ids', ids: [2] }, to })))
    await expect.poll(() => page.locator('tr[data-index="1"]').textContent()).toContain('A001_C015.mov')
  })

  it.each(['linux', 'darwin'])(
    'leaves the keys of zoom, editing, closing and quitting to the system on %s',
    async (platform) => {
      const page = await start({ info: { platform } })
      await toFirstRow(page)
      await page.evaluate(() => {
        const taken: string[] = []
        Object.assign(window, { taken })
        window.addEventListener('keydown', (event) => {
          if (event.defaultPrevented) taken.push(event.key)
        })
      })
      const command = platform === 'darwin' ? 'Meta' : 'Control'
      for (const key of [
        'Equal',
        'Shift+Equal',
        'Minus',
        'NumpadAdd',
        'NumpadSubtract',
        '0',
        'w',
        'q',
        'x',
        'z',
        'h',
        'm',
      ])
        await page.keyboard.press(`${command}+${key}`)
      // Nothing that is done is marked, so there is no link to copy, and no text either.
      await page.keyboard.press(`${command}+c`)
      await page.keyboard.press(`${command}+b`)
      expect(await page.evaluate(() => (window as never as { taken: string[] }).taken)).toEqual(['b'])
      expect(await callsOf(page, 'queue.move')).toEqual([])
    },
  )

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
      'Show detailsAlt+Enter',
      'Show in folder',
      'Copy object key',
      'Copy file path',
      'Copy policy',
      'Copy error detailsCtrl+Shift+C',
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

  it.each([
    ['linux', 'Control+Shift+c'],
    ['darwin', 'Alt+Meta+c'],
  ])('copies the errors of everything selected as one text on %s', async (platform, keys) => {
    const page = await start({ info: { platform } })
    await page.getByRole('row', { name: /A001_C016/ }).click()
    for (const name of [/C0018/, /track-01/])
      await page.getByRole('row', { name }).click({ modifiers: [platform === 'darwin' ? 'Meta' : 'Control'] })
    await page.getByText('3 selected').waitFor()
    await page.keyboard.press(keys)
    await page.getByText('Error details of 2 uploads copied').waitFor()
    const copied = await page.evaluate(() => window.fake.clipboard.text)
    expect(copied.split('\n\n')).toHaveLength(2)
    for (const fact of [
      'Code: AccessDenied',
      'EC: 0003-00000001',
      'RequestId: 5C3D',
      'HostId: footage.oss',
      'C0018 日落 #2.mov',
    ])
      expect(copied).toContain(fact)
    await page.getByRole('row', { name: /track-01/ }).click()
    await page.keyboard.press(keys)
    await page.getByText('Nothing selected has an error.').waitFor()
  })

  it('reads the problems behind “everything” and behind a heading to copy their errors', async () => {
    const page = await start()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+Shift+c')
    await page.getByText('Error details of 1 upload copied').waitFor()
    expect(await page.evaluate(() => window.fake.clipboard.text)).toContain('C0018 日落 #2.mov')
    await page.keyboard.press('Escape')
    await page.getByRole('row', { name: /Shoot day 3/ }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Copy error details' }).click()
    await expect
      .poll(async () => (await callsOf(page, 'queue.page')).at(-1))
      .toMatchObject({ filter: 'problems', batchId: 1 })
  })

  it('opens the link of a finished upload with Ctrl+C, but leaves marked text and fields alone', async () => {
    const page = await start()
    await page.getByRole('row', { name: /track-01/ }).click()
    await page.keyboard.press('Control+f')
    await page.keyboard.press('Control+c')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.getByRole('row', { name: /track-01/ }).click()
    await page.keyboard.press('Control+c')
    await page.getByRole('dialog', { name: /^Link to/ }).waitFor()
  })

  it.each([
    ['linux', 'Control+/', ['Ctrl+Shift+C', 'Alt+Enter', 'Delete'], ['⌘', 'Hide Stevedore']],
    ['darwin', 'Meta+/', ['⌥⌘C', '⌘I', '⌘⌫', 'Hide Stevedore'], ['Ctrl+']],
  ])('shows the table of its keys as %s writes them', async (platform, keys, there, absent) => {
    const page = await start({ info: { platform } })
    await page.keyboard.press(keys)
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await dialog.getByRole('table', { name: 'Selected uploads' }).waitFor()
    const text = (await dialog.textContent()) ?? ''
    for (const word of there) expect(text).toContain(word)
    for (const word of absent) expect(text).not.toContain(word)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.evaluate(() => window.fake.emit('window.go', { place: 'shortcuts' }))
    await dialog.waitFor()
  })

  it('has the keys of a Mac there: Command, and Command with Backspace', async () => {
    const page = await start({ info: { platform: 'darwin' } })
    await page.keyboard.press('Meta+Shift+P')
    await page.keyboard.press('Control+Shift+P')
    await expect.poll(() => callsOf(page, 'queue.pause')).toEqual([{ kind: 'all', filter: 'all' }])
    await page.keyboard.press('Meta+o')
    await expect.poll(() => callsOf(page, 'queue.pick')).toEqual([{ kind: 'files' }])
    await page.getByRole('row', { name: /A001_C014/ }).click()
    await page.keyboard.press('Meta+Backspace')
    await page.getByRole('dialog', { name: /Cancel “A001_C014/ }).waitFor()
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
