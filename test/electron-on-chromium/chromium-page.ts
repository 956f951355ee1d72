import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { BrowserContext, CDPSession, Page, Request, Route } from 'playwright-core'
import { type ChromiumOptions, launchChromium } from './chromium-process.ts'
import { answerPath } from './file-path.ts'
import { pageScripts, preloadWorldName } from './page-scripts.ts'
import { plainJson } from './plain-json.ts'
import { type DownMessage, type UpMessage, worldGlobals } from './preload-world.ts'
import { answerFor, fromChromiumUrl, isChromiumUrl, toChromiumUrl } from './protocol.ts'

const json = plainJson()

interface PageEvents {
  /** The preload of a new document is ready. */
  hello: []
  message: [message: Exclude<UpMessage, { kind: 'hello' }>, reply: (message: DownMessage) => void]
  loaded: []
  crashed: []
  /** The person closed the window, or Chromium went away. */
  gone: []
  'window-open': [url: string]
  console: [level: string, text: string, source: string]
}

/** Asked before the page goes elsewhere by itself; false keeps it where it is. */
type NavigationPolicy = (url: string, isMainFrame: boolean) => boolean

/** A window's page in its own Chromium: loads addresses, serves custom schemes, carries messages to and from the preload. */
export class ChromiumPage extends EventEmitter<PageEvents> {
  readonly #context: BrowserContext
  readonly page: Page
  readonly session: CDPSession
  readonly #mayNavigate: NavigationPolicy
  #preloadContextId: number | null = null
  #isLoadingByProgram = false
  #isClosing = false

  static async open(options: ChromiumOptions, preloadSource: string, mayNavigate: NavigationPolicy) {
    const context = await launchChromium(options)
    const page = context.pages()[0] ?? (await context.newPage())
    const opened = new ChromiumPage(context, page, await context.newCDPSession(page), mayNavigate)
    await opened.#prepare(preloadSource)
    return opened
  }

  private constructor(
    context: BrowserContext,
    page: Page,
    session: CDPSession,
    mayNavigate: NavigationPolicy,
  ) {
    super()
    this.#context = context
    this.page = page
    this.session = session
    this.#mayNavigate = mayNavigate
  }

  async #prepare(preloadSource: string): Promise<void> {
    const { session } = this
    session.on('Runtime.bindingCalled', (call) => {
      if (call.name === worldGlobals.up) this.#receive(call.payload, call.executionContextId)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#preloadContextId) this.#preloadContextId = null
    })
    session.on(
      'Debugger.paused',
      (paused) => void answerPath(session, paused.callFrames[0]?.callFrameId).catch(() => {}),
    )
    this.page.on('load', () => this.emit('loaded'))
    this.page.on('crash', () => this.emit('crashed'))
    this.page.on('close', () => this.#left())
    this.page.on('console', (message) =>
      this.emit('console', message.type(), message.text(), message.location().url),
    )
    this.#context.on('close', () => this.#left())
    this.#context.on('page', (popup) => void this.#closePopup(popup))
    await this.#context.route('**/*', (route, request) => void this.#route(route, request))
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Debugger.enable'),
      session.send('Runtime.addBinding', { name: worldGlobals.up, executionContextName: preloadWorldName }),
    ])
    const scripts = pageScripts(randomUUID(), preloadSource)
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page })
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: scripts.preload,
      worldName: preloadWorldName,
    })
  }

  /** The address as the program knows it, e.g. `app://ui/index.html`. */
  get url(): string {
    return fromChromiumUrl(this.page.url())
  }

  async load(url: string): Promise<void> {
    this.#isLoadingByProgram = true
    try {
      await this.page.goto(toChromiumUrl(url), { waitUntil: 'load' })
    } finally {
      this.#isLoadingByProgram = false
    }
  }

  /** Lost while no document is there to hear it, as in Electron. */
  send(message: DownMessage): void {
    if (this.#preloadContextId !== null) this.#deliver(message, this.#preloadContextId)
  }

  async setBounds(bounds: { width?: number; height?: number; x?: number; y?: number }): Promise<void> {
    const { windowId } = await this.session.send('Browser.getWindowForTarget')
    const { x: left, y: top, ...size } = bounds
    const place = { ...size, ...(left === undefined ? {} : { left }), ...(top === undefined ? {} : { top }) }
    await this.session.send('Browser.setWindowBounds', { windowId, bounds: place })
  }

  async setWindowState(windowState: 'normal' | 'minimized' | 'maximized' | 'fullscreen'): Promise<void> {
    const { windowId } = await this.session.send('Browser.getWindowForTarget')
    await this.session.send('Browser.setWindowBounds', { windowId, bounds: { windowState } })
  }

  async close(): Promise<void> {
    this.#isClosing = true
    await this.#context.close().catch(() => {})
  }

  #receive(payload: string, contextId: number): void {
    const message = json.fromText(payload) as UpMessage
    if (message.kind === 'hello') {
      this.#preloadContextId = contextId
      this.emit('hello')
    } else {
      this.emit('message', message, (answer) => this.#deliver(answer, contextId))
    }
  }

  #deliver(message: DownMessage, contextId: number): void {
    const expression = `${worldGlobals.down}(${JSON.stringify(json.toText(message))})`
    // The document may be gone by the time an answer is ready; nobody waits for it then.
    void this.session.send('Runtime.evaluate', { expression, contextId }).catch(() => {})
  }

  async #route(route: Route, request: Request): Promise<void> {
    const url = fromChromiumUrl(request.url())
    const place = placeOf(request, this.page)
    const isOwn = this.#isLoadingByProgram && place === 'main frame'
    try {
      if (place === 'popup') {
        this.emit('window-open', url)
        await route.abort('aborted')
      } else if (request.isNavigationRequest() && !isOwn && !this.#mayNavigate(url, place === 'main frame')) {
        await route.abort('aborted')
      } else if (isChromiumUrl(request.url())) {
        await route.fulfill(await answerFor(url, request))
      } else {
        await route.continue()
      }
    } catch (error) {
      // A window that closes takes its requests along.
      if (!this.#isClosing && !this.page.isClosed()) console.error(`stand-in: ${url}`, error)
    }
  }

  /** The first request of a popup tells its address; what is left here is to close the tab. */
  async #closePopup(popup: Page): Promise<void> {
    if (popup !== this.page) await popup.close().catch(() => {})
  }

  #left(): void {
    if (this.#isClosing) return
    this.#isClosing = true
    void this.#context.close().catch(() => {})
    this.emit('gone')
  }
}

function placeOf(request: Request, page: Page): 'main frame' | 'frame' | 'popup' {
  try {
    const frame = request.frame()
    if (frame.page() !== page) return 'popup'
    return frame === page.mainFrame() ? 'main frame' : 'frame'
  } catch {
    // playwright knows no frame yet for the first request of a new tab.
    return 'popup'
  }
}
