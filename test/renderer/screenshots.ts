/**
 * `npm run screenshots [-- VIEW…]`: writes every view of the window, in both themes, both languages and two sizes, into
 * `screenshots/`. With `--guide`: the pictures of README and user guide, into `docs/screenshots/guide/`.
 */
import { mkdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { buildWindow } from './browser/build-window.ts'
import { chromiumArgs, findChromium } from './browser/find-chromium.ts'
import { serveWindow } from './browser/serve-window.ts'
import { openPage } from './browser/window-page.ts'
import { views } from './views.ts'

const { values: flags, positionals: wanted } = parseArgs({
  options: { guide: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const folder = fileURLToPath(
  new URL(flags.guide ? '../../docs/screenshots/guide/' : '../../screenshots/', import.meta.url),
)
const guideViews = ['queue', 'first-run', 'parts', 'destination', 'preflight', 'cancel', 'settings']
const executablePath = findChromium()
if (executablePath === null) {
  console.error('screenshots: no Chromium found; install it (apt-get install chromium) or set CHROMIUM')
  process.exit(1)
}

const small = { width: 1000, height: 650 }
const large = { width: 1440, height: 900 }
const themes = flags.guide ? (['light'] as const) : (['light', 'dark'] as const)

function isWanted(view: string): boolean {
  if (wanted.length > 0) return wanted.includes(view)
  return !flags.guide || guideViews.includes(view)
}

/** README shows the whole window, the guide one thing at a time. */
function sizesOf(view: string): (typeof small)[] {
  if (!flags.guide) return [small, large]
  return view === 'queue' ? [large] : [small]
}

function fileFor(view: string, locale: string, theme: string, { width, height }: typeof small): string {
  return flags.guide ? `${locale}/${view}.png` : `${view}-${locale}-${theme}-${width}x${height}.png`
}

const built = await buildWindow()
const server = await serveWindow(built.folder)
const browser = await chromium.launch({ executablePath, args: chromiumArgs })
if (wanted.length === 0) await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
let count = 0
try {
  for (const view of views) {
    if (!isWanted(view.name)) continue
    for (const theme of themes) {
      for (const locale of ['en', 'zh-CN'] as const) {
        for (const size of sizesOf(view.name)) {
          const page = await openPage(
            browser,
            { url: server.url, fakeScript: built.fakeScript },
            { ...view.options, ...size, theme, info: { ...view.options?.info, locale } },
          )
          await view.prepare(page)
          await page.screenshot({ path: `${folder}${fileFor(view.name, locale, theme, size)}` })
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
console.log(`${count} pictures in ${folder}`)
