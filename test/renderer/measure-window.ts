/**
 * `npm run bench:window -- [--json] [--trace FOLDER] [--rows N]`: what 100,000 rows and eight running uploads cost the
 * window's main thread and memory. The whole list is dragged through by its scroll bar and turned through by the wheel,
 * and searched; the tasks are counted from Chromium's own trace, which `--trace` keeps. The simulated main process runs
 * outside the page, as the real one does. `--json` adds one line with all numbers.
 */
import { mkdirSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildWindow } from './browser/build-window.ts'
import { chromiumArgs, findChromium } from './browser/find-chromium.ts'
import { serveWindow } from './browser/serve-window.ts'
import { bundleSize } from './measure/bundle-size.ts'
import { dragThroughList, wheelThroughList } from './measure/gestures.ts'
import { mainThreadOf, traceOf } from './measure/main-thread.ts'
import { openMeasured } from './measure/open-measured.ts'
import { partMapPaintsOf, repaintPartMap } from './measure/part-map-paints.ts'
import { startRemoteMain } from './measure/remote-main.ts'
import { reportText, type WindowNumbers } from './measure/report-text.ts'
import { memoryAfter, rendererProcess } from './measure/window-memory.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    trace: { type: 'string' },
    rows: { type: 'string', default: '100000' },
  },
})
const executablePath = findChromium()
if (executablePath === null) {
  console.error('bench:window: no Chromium found; install it (apt-get install chromium) or set CHROMIUM')
  process.exit(1)
}

const folder = values.trace ?? null
if (folder !== null) mkdirSync(folder, { recursive: true })
const built = await buildWindow()
const served = await serveWindow(built.folder)
const main = startRemoteMain(served.server, Number(values.rows))
const browser = await chromium.launch({
  executablePath,
  args: chromiumArgs,
  // The scroll bar is to be dragged.
  ignoreDefaultArgs: ['--hide-scrollbars'],
})
try {
  const numbers = await measure(browser)
  console.log(reportText(numbers))
  if (values.json) console.log(JSON.stringify(numbers))
} finally {
  main.stop()
  await browser.close()
  await served.close()
  await built.remove()
}

async function measure(opened: Browser): Promise<WindowNumbers> {
  const { page, times } = await openMeasured(opened, served.url)
  const traffic = await trafficPerSecond()
  const processId = await rendererProcess(opened)
  const trace = (name: string, act: () => Promise<void>) => traceOf(opened, name, folder, act)
  // A trace is kept in the process that is traced, until it is read: memory is measured before.
  const memory = await memoryAfter(processId, async () => {
    await dragThroughList(page)
    await search(page)
  })
  const session = await page.context().newCDPSession(page)
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await clearSearch(page)
  const threads = {
    drag: mainThreadOf(await trace('drag', () => dragThroughList(page))),
    wheel: mainThreadOf(await trace('wheel', () => wheelThroughList(page))),
    typing: mainThreadOf(await trace('typing', () => search(page))),
  }
  await clearSearch(page)
  await page.getByRole('row', { name: /take-000001/ }).dblclick()
  await page.getByRole('slider').waitFor()
  const partMap = partMapPaintsOf(await trace('part-map', () => repaintPartMap(page)))
  return {
    rows: Number(values.rows),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    ...threads,
    partMap,
    memory,
    heapMiB: Math.round(usedSize / 1024 ** 2),
    opening: times,
    traffic,
    bundle: await bundleSize(built.folder),
  }
}

/** What passes while eight uploads run and nobody touches the window. */
async function trafficPerSecond() {
  const seconds = 5
  const before = { ...main.traffic }
  await wait(seconds * 1000)
  return {
    toWindowBytesPerSecond: Math.round((main.traffic.toWindow - before.toWindow) / seconds),
    fromWindowBytesPerSecond: Math.round((main.traffic.fromWindow - before.fromWindow) / seconds),
  }
}

async function search(page: Page): Promise<void> {
  await page.locator('[data-search]').pressSequentially('take-0999', { delay: 60 })
  await page.getByRole('row', { name: /take-099900/ }).waitFor()
}

async function clearSearch(page: Page): Promise<void> {
  await page.locator('[data-search]').fill('')
  await page.getByRole('row', { name: /take-000001/ }).waitFor()
}
