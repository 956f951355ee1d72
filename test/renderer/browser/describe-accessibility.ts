import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Language } from '../../../shared/locales/messages.ts'
import { views } from '../views.ts'
import { describeWindow, useWindow } from './use-window.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What the colours of a theme can change; everything else is the same in both. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

/** The page's policy allows no foreign script: axe comes in past it, as the test's own code does. */
async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate(async (given) => {
    type Run = (root: Document, options: RunOptions) => Promise<AxeResults>
    const { run } = (window as unknown as { axe: { run: Run } }).axe
    return (await run(document, { ...given, resultTypes: ['violations'] })).violations
  }, options)
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html).join('\n    ')}`,
  )
}

/**
 * While the list under a combobox is open its library hides the rest of the form from screen readers; the focus stays in
 * the field all the time, so nothing hidden can have it.
 */
const ignoredIn: Record<string, readonly string[]> = {
  connect: ['aria-hidden-focus', 'page-has-heading-one'],
}

/** Every view in one language: every rule in the light theme, those of colour in the dark one as well. */
export function describeAccessibility(locale: Language): void {
  describeWindow(`accessibility in ${locale}`, () => {
    const open = useWindow()

    it.each(views.map(({ name }) => name))('finds nothing to complain about in “%s”', async (name) => {
      const view = views.find((candidate) => candidate.name === name)
      const page = await open({ ...view?.options, info: { ...view?.options?.info, locale } })
      await view?.prepare(page)
      await page.evaluate(axe)
      // Menus, lists and tips float beside the page's landmarks, as they must to lie over everything.
      const off = ['region', ...(ignoredIn[name] ?? [])].map((rule) => [rule, { enabled: false }])
      expect(await violations(page, { rules: Object.fromEntries(off) })).toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await violations(page, { runOnly: { type: 'rule', values: rulesOfColour } })).toEqual([])
    })
  })
}
