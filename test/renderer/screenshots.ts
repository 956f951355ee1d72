/**
 * `npm run screenshots [-- VIEW…]`: writes every view of the window, in both themes, both languages and two sizes, into
 * `screenshots/`.
 */
import { mkdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { buildWindow } from './browser/build-window.ts'
import { chromiumArgs, findChromium } from './browser/find-chromium.ts'
import { serveWindow } from './browser/serve-window.ts'
import { openPage } from './browser/window-page.ts'
import { views } from './views.ts'

const folder = fileURLToPath(new URL('../../screenshots/', import.meta.url))
const wanted = process.argv.slice(2)
const executablePath = findChromium()
if (executablePath === null) {
  console.error('screenshots: no Chromium found; install it (apt-get install chromium) or set CHROMIUM')
  process.exit(1)
}

const sizes = [
  { width: 1000, height: 650 },
  { width: 1440, height: 900 },
]

const built = await buildWindow()
const server = await serveWindow(built.folder)
const browser = await chromium.launch({ executablePath, args: chromiumArgs })
if (wanted.length === 0) await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
let count = 0
try {
  for (const view of views) {
    if (wanted.length > 0 && !wanted.includes(view.name)) continue
    for (const theme of ['light', 'dark'] as const) {
      for (const locale of ['en', 'zh-CN'] as const) {
        for (const size of sizes) {
          const page = await openPage(
            browser,
            { url: server.url, fakeScript: built.fakeScript },
            { ...view.options, ...size, theme, info: { ...view.options?.info, locale } },
          )
          await view.prepare(page)
          const file = `${view.name}-${locale}-${theme}-${size.width}x${size.height}.png`
          await page.screenshot({ path: `${folder}${file}` })
          await page.context().close()
          count += 1
        }
      }
    }
  }
} finally {
  await browser.close()
  await server.close()
  await built.remove()
}
console.log(`${count} pictures in screenshots/`)
