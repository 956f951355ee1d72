/**
 * `npm run bench:window`: what 100,000 rows and eight running uploads cost the window's main thread, and how long a part
 * map of 10,000 parts takes to paint. Prints one line per number; `--json` prints them as one object.
 */
import { chromium, type Page } from 'playwright-core'
import { buildWindow } from './browser/build-window.ts'
import { chromiumArgs, findChromium } from './browser/find-chromium.ts'
import { serveWindow } from './browser/serve-window.ts'
import { openPage } from './browser/window-page.ts'

const executablePath = findChromium()
if (executablePath === null) {
  console.error('bench:window: no Chromium found; install it (apt-get install chromium) or set CHROMIUM')
  process.exit(1)
}

interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** Microseconds of processor time; wall time would also count what other programs took. */
  tdur?: number
  args?: { name?: string }
}

/** Processor time of the longest tasks of the page's main thread while something is done, in milliseconds, longest first. */
async function longTasks(page: Page, act: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, {
    categories: ['toplevel', 'disabled-by-default-lighthouse', 'devtools.timeline', '__metadata'],
  })
  await act()
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const mains = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  )
  const tasks = trace.traceEvents.filter(
    ({ name, pid, tid }) => /RunTask$/.test(name) && mains.has(`${pid}:${tid}`),
  )
  if (tasks.length === 0) throw new Error('The trace holds no tasks')
  return tasks.map(({ tdur = 0 }) => tdur / 1000).sort((a, b) => b - a)
}

async function scrollAll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const scroller = document.querySelector('[role="grid"]')?.parentElement
    if (!scroller) throw new Error('no list')
    // Eight uploads report six times a second meanwhile.
    const ticker = setInterval(() => window.fake.tick(160), 160)
    const frames = 300
    for (let frame = 0; frame <= frames; frame += 1) {
      scroller.scrollTop = ((scroller.scrollHeight - scroller.clientHeight) * frame) / frames
      await new Promise(requestAnimationFrame)
    }
    clearInterval(ticker)
  })
}

async function paintTimes(page: Page): Promise<number[]> {
  return await page.evaluate(async () => {
    const times: number[] = []
    const scheduled = CanvasRenderingContext2D.prototype.clearRect
    // A full repaint begins by clearing the map; it is over when the task ends.
    CanvasRenderingContext2D.prototype.clearRect = function (...args) {
      const startedAt = performance.now()
      queueMicrotask(() => times.push(performance.now() - startedAt))
      return scheduled.apply(this, args)
    }
    for (let turn = 0; turn < 20; turn += 1) {
      document.documentElement.dataset.theme = turn % 2 === 0 ? 'dark' : 'light'
      window.dispatchEvent(new Event('resize'))
      const panel = document.querySelector('canvas[role="slider"]')?.parentElement
      if (panel) panel.style.paddingRight = `${turn % 2}px`
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
    }
    return times
  })
}

const built = await buildWindow()
const server = await serveWindow(built.folder)
const browser = await chromium.launch({
  executablePath,
  args: chromiumArgs,
})
try {
  const page = await openPage(
    browser,
    { url: server.url, fakeScript: built.fakeScript },
    { scenario: 'many', rows: 100_000 },
  )
  await page.getByRole('grid').waitFor()
  const scrolling = await longTasks(page, () => scrollAll(page))
  const typing = await longTasks(page, async () => {
    await page.locator('[data-search]').pressSequentially('take-0999', { delay: 60 })
    await page.getByRole('row', { name: /take-099900/ }).waitFor()
  })
  await page.locator('[data-search]').fill('')
  await page.getByRole('row', { name: /take-000001/ }).dblclick()
  await page.getByRole('slider').waitFor()
  const paints = (await paintTimes(page)).sort((a, b) => a - b)
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize: heap } = await session.send('Runtime.getHeapUsage')
  const numbers = {
    longestTaskScrollingMs: Math.round(scrolling[0] ?? 0),
    tasksOver50MsScrolling: scrolling.filter((ms) => ms > 50).length,
    longestTaskTypingMs: Math.round(typing[0] ?? 0),
    tasksOver50MsTyping: typing.filter((ms) => ms > 50).length,
    fullRepaintMedianMs: Number((paints[Math.floor(paints.length / 2)] ?? 0).toFixed(2)),
    fullRepaintSlowestMs: Number((paints.at(-1) ?? 0).toFixed(2)),
    fullRepaints: paints.length,
    /** With the simulated queue of 100,000 rows in the same page. */
    heapMiB: Math.round(heap / 1024 ** 2),
  }
  if (process.argv.includes('--json')) console.log(JSON.stringify(numbers))
  else for (const [name, value] of Object.entries(numbers)) console.log(`${name}: ${value}`)
} finally {
  await browser.close()
  await server.close()
  await built.remove()
}
