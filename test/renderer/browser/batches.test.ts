import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf, pass } from './window-page.ts'

const lines = (page: Page) => page.locator('tr[data-index]')

describeWindow('batches', () => {
  const open = useWindow()

  it('stand above their uploads with what they come to: files, bytes, target, problems, speed, progress', async () => {
    const page = await open()
    const heading = page.getByRole('row', { name: /Shoot day 3/ })
    await heading.waitFor()
    await pass(page, 500)
    await expect
      .poll(() => heading.textContent())
      .toMatch(/^Shoot day 3.*17 files, 125.GiB to footage · Hangzhou.*1 problem.*36\.0.MiB\/s.*53%$/)
    expect(
      await heading.getByRole('progressbar', { name: 'Progress of Shoot day 3' }).getAttribute('value'),
    ).toBe('53')
  })

  it('move on with their uploads, and end as done or with the number of their problems', async () => {
    const page = await open()
    const heading = page.getByRole('row', { name: /Shoot day 3/ })
    await heading.waitFor()
    const end = (status: 'done' | 'failed') =>
      page.evaluate((last) => {
        for (const upload of window.fake.queue.uploads.values()) {
          const { row } = upload
          if (row.batchId !== 1) continue
          row.status = row.name.startsWith('A001') ? last : 'done'
          row.confirmedBytes = row.status === 'done' ? row.sizeBytes : 0
        }
        window.fake.queue.forgetOrder()
        window.fake.emit('uploads.changed', { rows: [], listChanged: true })
      }, status)
    await end('failed')
    await expect.poll(() => heading.textContent()).toContain('Finished with 5 problems')
    await end('done')
    await expect.poll(() => heading.textContent()).toMatch(/Done.*100%$/)
  })

  it('fold to one line, stay folded after the window was closed, and are still found by a search', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Fold Shoot day 3' }).click()
    await expect.poll(() => lines(page).count()).toBe(3)
    await page.reload()
    await page.getByRole('button', { name: 'Unfold Shoot day 3' }).waitFor()
    await expect.poll(() => lines(page).count()).toBe(3)
    await page.getByRole('textbox', { name: 'Search name or key' }).fill('track-01')
    await page.getByRole('row', { name: /track-01/ }).waitFor()
  })

  it('take commands as a whole: pause, retry of the problems, cancel with its bytes, receipt', async () => {
    const page = await open()
    const heading = page.getByRole('row', { name: /Shoot day 3/ })
    const press = async (action: string) => {
      await heading.hover()
      await heading.getByRole('button', { name: `${action}: Shoot day 3` }).click()
    }
    await press('Retry 1 problem')
    await expect
      .poll(() => callsOf(page, 'queue.resume'))
      .toEqual([{ kind: 'all', filter: 'problems', batchId: 1 }])
    await press('Pause all of it')
    await expect
      .poll(() => callsOf(page, 'queue.pause'))
      .toEqual([{ kind: 'all', filter: 'all', batchId: 1 }])
    await press('Save receipt…')
    await page.getByText('Receipt of 17 files saved').waitFor()
    await page.getByText('/home/ada/Documents/Shoot day 3.csv').waitFor()
    await press('Cancel all of it…')
    const dialog = page.getByRole('dialog', { name: /^Cancel \d+ uploads\?$/ })
    await dialog.waitFor()
    expect(await dialog.textContent()).toMatch(/GiB already in the bucket stay there/)
    await dialog.getByRole('button', { name: 'Keep checkpoint' }).click()
    expect(await callsOf(page, 'queue.cancel')).toEqual([
      { scope: { kind: 'all', filter: 'all', batchId: 1 }, mode: 'keep' },
    ])
  })

  it('have the same commands in their menu, and can be sent first or last', async () => {
    const page = await open()
    await page.getByRole('row', { name: /Shoot day 3/ }).click({ button: 'right' })
    const menu = page.getByRole('menu')
    await menu.waitFor()
    expect(await menu.getByRole('menuitem').allTextContents()).toEqual([
      'Pause all of it',
      'Resume all of it',
      'Retry 1 problem',
      'Cancel all of it…',
      'Save receipt…',
      'Fold or unfold',
      'Show only this batchCtrl+B',
      'Copy error detailsCtrl+Shift+C',
      'Send firstAlt+Shift+↑',
      'Send lastAlt+Shift+↓',
    ])
    await menu.getByRole('menuitem', { name: 'Send last' }).click()
    await expect.poll(() => lines(page).last().textContent()).toContain('empty.txt')
    expect(await lines(page).first().textContent()).toContain('nightly-2026-11-20')
  })

  it('are not in the way where the list is filtered, searched or sorted by a column', async () => {
    const page = await open()
    const heading = page.getByRole('row', { name: /Shoot day 3/ })
    await heading.waitFor()
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
    await heading.waitFor({ state: 'detached' })
  })
})

describeWindow('one batch alone', () => {
  const open = useWindow()
  const narrowed = (page: Page) => page.getByRole('region', { name: 'Narrowed list' })
  const lastPage = async (page: Page) => (await callsOf(page, 'queue.page')).at(-1)

  it('is chosen in the menu of its heading, said by a chip, and left by its button', async () => {
    const page = await open()
    await page.getByRole('row', { name: /Shoot day 3/ }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Show only this batch' }).click()
    await narrowed(page).getByText('Only the batch “Shoot day 3”').waitFor()
    await expect.poll(() => lines(page).count()).toBe(17)
    expect(await page.getByRole('row', { name: /nightly/ }).count()).toBe(0)
    expect(await lastPage(page)).toMatchObject({ batchId: 1, filter: 'all' })
    await page.getByRole('button', { name: 'Show all batches' }).click()
    await narrowed(page).waitFor({ state: 'detached' })
    await expect.poll(() => lines(page).count()).toBeGreaterThan(17)
  })

  it('goes together with filter and search, and its commands reach no further', async () => {
    const page = await open()
    await page.getByRole('row', { name: /A001_C014/ }).click()
    await page.keyboard.press('Control+b')
    await narrowed(page).waitFor()
    await page.getByRole('textbox', { name: 'Search name or key' }).fill('track')
    await expect.poll(() => lastPage(page)).toMatchObject({ batchId: 1, search: 'track' })
    await page.getByRole('textbox', { name: 'Search name or key' }).fill('')
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Problems/ })
      .click()
    await expect.poll(() => lastPage(page)).toMatchObject({ batchId: 1, filter: 'problems' })
    await narrowed(page).waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('Control+a')
    await page.getByRole('button', { name: 'Resume', exact: true }).click()
    await expect
      .poll(() => callsOf(page, 'queue.resume'))
      .toEqual([{ kind: 'all', filter: 'problems', batchId: 1 }])
  })

  it('is entered and left by the keyboard: Ctrl+B, and Escape where nothing is selected', async () => {
    const page = await open()
    await page.getByRole('row', { name: /Shoot day 3/ }).click()
    await page.keyboard.press('Control+b')
    await narrowed(page).waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('Control+b')
    await narrowed(page).waitFor({ state: 'detached' })
    await page.getByRole('row', { name: /Shoot day 3/ }).click()
    await page.keyboard.press('Control+b')
    await narrowed(page).waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('Escape')
    await narrowed(page).waitFor({ state: 'detached' })
  })

  it('says so when nothing of it is left, with the way out', async () => {
    const page = await open()
    await page.getByRole('row', { name: /nightly-2026-11-20/ }).click()
    await page.keyboard.press('Control+b')
    await narrowed(page).waitFor()
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Problems/ })
      .click()
    await page.getByRole('heading', { name: /^Nothing of “nightly.* here$/ }).waitFor()
    await page.getByRole('button', { name: 'Show all uploads' }).click()
    await narrowed(page).waitFor({ state: 'detached' })
  })
})

describeWindow('the order of the queue', () => {
  const open = useWindow()

  it('changes by the menu of a row', async () => {
    const page = await open()
    await page.getByRole('row', { name: /IMG_0412/ }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Send first' }).click()
    await expect.poll(() => lines(page).nth(1).textContent()).toContain('IMG_0412')
  })

  it('changes by dragging a row, with a line where it would go', async () => {
    const page = await open()
    const row = page.getByRole('row', { name: /A001_C019/ })
    await row.waitFor()
    await row.dragTo(page.getByRole('row', { name: /A001_C015/ }), { targetPosition: { x: 60, y: 4 } })
    await expect
      .poll(() => callsOf(page, 'queue.move'))
      .toEqual([{ scope: { kind: 'ids', ids: [5] }, to: { before: 2 } }])
    await expect.poll(() => lines(page).nth(2).textContent()).toContain('A001_C019')
    expect(await page.getByTestId('drop-veil').count()).toBe(0)
  })

  it('cannot be changed for what has ended', async () => {
    const page = await open()
    const done = page.getByRole('row', { name: /track-01/ })
    await done.click({ button: 'right' })
    await page.getByRole('menu').waitFor()
    expect(await page.getByRole('menuitem', { name: 'Send first' }).count()).toBe(0)
    // Behind an open menu nothing has a role.
    const element = page.locator('tr').filter({ hasText: 'track-01' })
    expect(await element.getAttribute('draggable')).toBe('false')
  })
})

describeWindow('columns', () => {
  const open = useWindow()
  const names = (page: Page) => page.getByRole('columnheader').allTextContents()

  it('are as many as there is room for, and the reason of a row gets its share first', async () => {
    const wide = await open({ width: 1600 })
    await wide.getByRole('grid').waitFor()
    expect(await names(wide)).toEqual([
      'Name',
      'State',
      'Progress',
      'Size',
      'Speed',
      'Left',
      'Target',
      'Added',
    ])
    const narrow = await open({ width: 900, height: 650 })
    await narrow.getByRole('grid').waitFor()
    expect(await names(narrow)).toEqual(['Name', 'State', 'Progress', 'Size', 'Left'])
    await narrow.setViewportSize({ width: 1600, height: 900 })
    await expect.poll(() => names(narrow)).toEqual(await names(wide))
  })

  it('are put away and brought back by their menu, and stay so for the next start', async () => {
    const page = await open({ width: 1600 })
    await page.getByRole('button', { name: 'Columns' }).click()
    const menu = page.getByRole('menu', { name: 'Columns' })
    await menu.getByRole('menuitemcheckbox', { name: 'Speed' }).click()
    await menu.getByRole('menuitemcheckbox', { name: 'Target' }).click()
    await expect.poll(() => names(page)).toEqual(['Name', 'State', 'Progress', 'Size', 'Left', 'Added'])
    await page.reload()
    await page.getByRole('grid').waitFor()
    expect(await names(page)).toEqual(['Name', 'State', 'Progress', 'Size', 'Left', 'Added'])
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menuitem', { name: 'Show all' }).click()
    await expect.poll(() => names(page)).toContain('Target')
  })

  it('sort by the database: target and time of adding too', async () => {
    const page = await open({ width: 1600 })
    for (const [name, sort] of [
      ['Target', 'target'],
      ['Added', 'added'],
    ] as const) {
      await page.getByRole('columnheader', { name }).getByRole('button').click()
      await expect
        .poll(async () => (await callsOf(page, 'queue.page')).at(-1))
        .toMatchObject({ sort, descending: false })
    }
  })
})
