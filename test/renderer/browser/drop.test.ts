import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

/** Sends a drag event as the system would, with files of these names. */
async function drag(page: Page, type: string, selector: string, names: string[] = ['a.mov', 'b.mov']) {
  await page.evaluate(
    ([eventType, target, fileNames]) => {
      const dataTransfer = new DataTransfer()
      for (const name of fileNames) dataTransfer.items.add(new File(['x'], name))
      const event = new DragEvent(eventType, { bubbles: true, cancelable: true, dataTransfer })
      document.querySelector(target)?.dispatchEvent(event)
    },
    [type, selector, names] as const,
  )
}

describeWindow('dropping', () => {
  const open = useWindow()
  const start = async () => {
    const page = await open()
    await page.getByRole('grid').waitFor()
    return { page, veil: page.getByTestId('drop-veil') }
  }

  it('names the target and the count before anything is let go', async () => {
    const { page, veil } = await start()
    await drag(page, 'dragenter', 'main')
    expect(await veil.textContent()).toContain('Upload 2 items to footage · Hangzhou')
    expect(await veil.textContent()).toContain('footage/raw/2026-11/')
  })

  it('uploads a real file that the system drops', async () => {
    const { page, veil } = await start()
    const folder = await mkdtemp(join(tmpdir(), 'stevedore-drop-'))
    try {
      const path = join(folder, '日落 #2.txt')
      await writeFile(path, 'x')
      const session = await page.context().newCDPSession(page)
      const data = { items: [], files: [path], dragOperationsMask: 1 }
      for (const type of ['dragEnter', 'dragOver'] as const) {
        await session.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data })
      }
      await veil.waitFor()
      await session.send('Input.dispatchDragEvent', { type: 'drop', x: 700, y: 400, data })
      await veil.waitFor({ state: 'detached' })
      await page.getByRole('row', { name: /日落 #2\.txt/ }).waitFor()
      expect(await callsOf(page, 'preflight.begin')).toEqual([
        { paths: ['/home/ada/日落 #2.txt'], destinationId: 'footage' },
      ])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('answers a drop with its rows and a notice', async () => {
    const { page, veil } = await start()
    await drag(page, 'dragover', 'main')
    await drag(page, 'drop', 'main')
    await veil.waitFor({ state: 'detached' })
    await page.getByRole('row', { name: /b\.mov/ }).waitFor()
    await page.getByText('2 items added to footage · Hangzhou').waitFor()
  })

  it('answers a drop of nothing on this computer with the reason', async () => {
    const { page } = await start()
    await drag(page, 'drop', 'main', ['image.png'])
    await page.getByText(/not a file on this computer/).waitFor()
    expect(await callsOf(page, 'preflight.begin')).toEqual([])
  })

  it('uploads to the destination that files are dropped on', async () => {
    const { page, veil } = await start()
    await drag(page, 'dragover', '[data-destination="practice"]')
    await expect.poll(() => veil.textContent()).toContain('to This computer')
    await drag(page, 'drop', '[data-destination="practice"]')
    await expect
      .poll(() => callsOf(page, 'preflight.begin'))
      .toEqual([{ paths: ['/home/ada/a.mov', '/home/ada/b.mov'], destinationId: 'practice' }])
  })

  it.each(['Escape', 'leaving', 'another program', 'silence'])(
    'takes the veil away after %s',
    async (way) => {
      const { page, veil } = await start()
      await drag(page, 'dragover', 'main')
      await veil.waitFor()
      if (way === 'Escape') await page.keyboard.press('Escape')
      if (way === 'leaving') await drag(page, 'dragleave', 'main')
      if (way === 'another program') await page.evaluate(() => window.dispatchEvent(new Event('blur')))
      await veil.waitFor({ state: 'detached' })
    },
  )

  it('stays up while the drag goes from one part of the window to another', async () => {
    const { page, veil } = await start()
    await drag(page, 'dragover', 'main')
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['x'], 'a.mov'))
      const relatedTarget = document.querySelector('nav')
      document
        .querySelector('main')
        ?.dispatchEvent(new DragEvent('dragleave', { bubbles: true, dataTransfer, relatedTarget }))
    })
    expect(await veil.isVisible()).toBe(true)
  })

  it('ignores text that is dragged', async () => {
    const { page, veil } = await start()
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.setData('text/plain', 'words')
      document
        .querySelector('main')
        ?.dispatchEvent(new DragEvent('dragover', { bubbles: true, dataTransfer }))
    })
    expect(await veil.count()).toBe(0)
  })

  it('uploads files that are pasted, but not into a field', async () => {
    const { page } = await start()
    const paste = (selector: string) =>
      page.evaluate((target) => {
        const clipboardData = new DataTransfer()
        clipboardData.items.add(new File(['x'], 'pasted.pdf'))
        const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData })
        document.querySelector(target)?.dispatchEvent(event)
      }, selector)
    await paste('[data-search]')
    await paste('main')
    await page.getByRole('row', { name: /pasted\.pdf/ }).waitFor()
    expect(await callsOf(page, 'preflight.begin')).toHaveLength(1)
  })
})
