import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { views } from '../views.ts'
import { describeWindow, useWindow } from './use-window.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The page's policy allows no foreign script: axe comes in past it, as the test's own code does. */
async function violations(page: Page, ignored: readonly string[]): Promise<string[]> {
  const results = await page.evaluate(
    async (rules) => {
      type Run = (
        root: Document,
        options: { rules: Record<string, { enabled: false }> },
      ) => Promise<AxeResults>
      const { run } = (window as unknown as { axe: { run: Run } }).axe
      return await run(document, {
        rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
      })
    },
    // Menus, lists and tips float beside the page's landmarks, as they must to lie over everything.
    ['region', ...ignored],
  )
  return results.violations.map(
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

describeWindow('accessibility', () => {
  const open = useWindow()

  it.each(views.map(({ name }) => name))('finds nothing to complain about in “%s”', async (name) => {
    const view = views.find((candidate) => candidate.name === name)
    for (const locale of ['en', 'zh-CN'] as const) {
      const page = await open({ ...view?.options, info: { ...view?.options?.info, locale } })
      await view?.prepare(page)
      await page.evaluate(axe)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect({ locale, colorScheme, violations: await violations(page, ignoredIn[name] ?? []) }).toEqual({
          locale,
          colorScheme,
          violations: [],
        })
      }
    }
  })
})
