import type { Browser, Page } from 'playwright-core'
import type { Bridge } from '../../../shared/ipc.ts'
import type { FakeControl, FakeOptions } from '../fake/fake-bridge.ts'

declare global {
  interface Window {
    fake: FakeControl
    /** What the page complained about: exceptions, and what the policy stopped. */
    complaints: string[]
  }
}

export interface OpenOptions extends FakeOptions {
  width?: number
  height?: number
  theme?: 'light' | 'dark'
}

/** The moment at which every picture is taken. */
export const pictureTime = new Date('2026-11-20T11:04:20+08:00')

/** Opens the built window in a fresh page, on a simulated main process that stands still until it is told to move. */
export async function openPage(
  browser: Browser,
  { url, fakeScript }: { url: string; fakeScript: string },
  { width = 1440, height = 900, theme = 'light', ...options }: OpenOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: options.info?.locale ?? 'en',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.clock.setFixedTime(pictureTime)
  // A script added this way runs before the page's own and outside its policy. It is one piece, because each piece
  // has a scope of its own.
  await page.addInitScript({
    content: `${fakeScript};(${installFake})(fakeMain, ${JSON.stringify(options)})`,
  })
  await page.goto(url)
  return page
}

/** Runs in the page. */
function installFake(
  fakeMain: { createFakeBridge(options: FakeOptions): { bridge: Bridge; control: FakeControl } },
  options: FakeOptions,
): void {
  const { bridge, control } = fakeMain.createFakeBridge(options)
  const complaints: string[] = []
  Object.assign(window, { stevedore: bridge, fake: control, complaints })
  addEventListener('securitypolicyviolation', (event) => {
    complaints.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)
  })
  addEventListener('error', (event) => complaints.push(`error: ${event.message}`))
  addEventListener('unhandledrejection', (event) => complaints.push(`rejection: ${event.reason}`))
}

/** Lets simulated time pass in the steps in which the main process reports. */
export async function pass(page: Page, ms: number): Promise<void> {
  await page.evaluate((total) => {
    for (let passed = 0; passed < total; passed += 100) window.fake.tick(100)
  }, ms)
}

/** Requests of one command, in order. */
export function callsOf(page: Page, name: string): Promise<unknown[]> {
  return page.evaluate(
    (wanted) => window.fake.calls.filter((call) => call.name === wanted).map((call) => call.request),
    name,
  )
}
