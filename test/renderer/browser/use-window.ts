import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest'
import { chromiumArgs } from './find-chromium.ts'
import { type OpenOptions, openPage } from './window-page.ts'

const chromiumPath = inject('chromiumPath')

/** A suite that needs a browser; skipped, with the reason printed once by the set-up, where there is none. */
export const describeWindow = describe.skipIf(chromiumPath === null)

/** Opens windows for the tests of one file; after each test every page must be free of errors and policy violations. */
export function useWindow(): (options?: OpenOptions) => Promise<Page> {
  let browser: Browser
  const pages: Page[] = []
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: chromiumArgs })
  }, 60_000)
  afterEach(async () => {
    for (const page of pages.splice(0)) {
      const complaints = await page.evaluate(() => window.complaints)
      await page.context().close()
      expect(complaints).toEqual([])
    }
  })
  afterAll(() => browser?.close())
  return async (options) => {
    const page = await openPage(
      browser,
      { url: inject('windowUrl'), fakeScript: inject('fakeScript') },
      options,
    )
    pages.push(page)
    return page
  }
}
