import type { Page } from 'playwright-core'
import { type OpenOptions, pass } from './browser/window-page.ts'

export interface View {
  name: string
  options?: OpenOptions
  /** Brings the window into the view; returns when it stands still. */
  prepare(page: Page): Promise<void>
}

async function showQueue(page: Page): Promise<void> {
  await page.getByRole('grid').waitFor()
  await pass(page, 1500)
}

/** Every view of the window, for pictures and for the accessibility run. */
export const views: readonly View[] = [
  {
    name: 'queue',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /A001_C014/ }).click()
    },
  },
  {
    name: 'empty',
    options: { scenario: 'empty' },
    prepare: (page) => page.getByRole('heading', { level: 2 }).last().waitFor(),
  },
  {
    name: 'cancel',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /A001_C014/ }).click()
      await page.keyboard.press('Delete')
      await page.getByRole('dialog').waitFor()
    },
  },
]
