import type { Clipboard } from 'electron'
import { pageForPerson } from './page-for-person.ts'
import { state } from './state.ts'
import { strict } from './strict.ts'

/** Where a window is on the screen its page writes to the system's clipboard; without one the text stays here. */
export const clipboard = strict('clipboard', {
  async writeText(text) {
    state.clipboard = text
    const page = await pageForPerson()
    await page?.page.evaluate((value) => navigator.clipboard.writeText(value), text)
  },
  readText: async () => state.clipboard,
} satisfies Pick<Clipboard, 'readText' | 'writeText'>)
