import type { ChromiumPage } from './chromium-page.ts'
import { run } from './run.ts'

let current: Promise<ChromiumPage> | null = null

/** Remembers the window a person can see and use. */
export function setPageForPerson(page: Promise<ChromiumPage> | null): void {
  current = page
}

/** The page on the screen; null without a screen, or while the window is hidden. */
export async function pageForPerson(): Promise<ChromiumPage | null> {
  return run.isHeaded ? await current : null
}
