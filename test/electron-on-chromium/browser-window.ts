import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { BrowserWindowConstructorOptions, BrowserWindow as ElectronWindow, Rectangle } from 'electron'
import { type QuittingWindow, theApp } from './app.ts'
import { ChromiumPage } from './chromium-page.ts'
import { ChromiumFailure, debugAddress } from './chromium-process.ts'
import { publishAddress } from './control-address.ts'
import { onThemeChange, themeForPage } from './native-theme.ts'
import { setPageForPerson } from './page-for-person.ts'
import { Preventable } from './preventable.ts'
import { run } from './run.ts'
import { state } from './state.ts'
import { strict } from './strict.ts'
import { StandInWebContents } from './web-contents.ts'

type Answered = Pick<
  ElectronWindow,
  | 'close'
  | 'destroy'
  | 'flashFrame'
  | 'focus'
  | 'getBounds'
  | 'hide'
  | 'id'
  | 'isDestroyed'
  | 'isFocused'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'minimize'
  | 'restore'
  | 'setBounds'
  | 'setOverlayIcon'
  | 'setProgressBar'
  | 'setTitle'
  | 'show'
>

let nextId = 1

/**
 * One window, shown by a Chromium of its own. Where a person sees it, Chromium runs only while the window is visible:
 * what is hidden must not stand on the screen. Without a screen it runs from the first `loadURL` on.
 */
export class BrowserWindow extends EventEmitter implements Answered, QuittingWindow {
  static readonly #all = new Set<BrowserWindow>()
  readonly id = nextId++
  readonly #options: BrowserWindowConstructorOptions
  readonly #contents = new StandInWebContents()
  readonly #shown: (typeof state.windows)[number]
  #page: Promise<ChromiumPage> | null = null
  #bounds: Rectangle
  #url = ''
  #isMinimized = false
  #isDestroyed = false

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null
  }

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    this.#options = options
    this.#bounds = { x: 0, y: 0, width: options.width ?? 800, height: options.height ?? 600 }
    this.#shown = {
      id: this.id,
      isVisible: options.show !== false,
      url: '',
      progress: -1,
      progressMode: 'normal',
      title: options.title ?? '',
    }
    state.windows.push(this.#shown)
    BrowserWindow.#all.add(this)
    theApp.addWindow(this)
    const self = strict('BrowserWindow', this)
    theApp.emit('browser-window-created', new Preventable(), self)
    theApp.emit('web-contents-created', new Preventable(), this.#contents.self)
    onThemeChange(() => void this.#page?.then((page) => page.page.emulateMedia(themeForPage())))
    // biome-ignore lint/correctness/noConstructorReturn: the program must get the window behind its guard.
    return self
  }

  get webContents() {
    return this.#contents.self
  }

  async loadURL(url: string): Promise<void> {
    this.#url = url
    this.#shown.url = url
    if (!run.isHeaded || this.isVisible()) await this.#openPage()
    if (!this.#isDestroyed) this.emit('ready-to-show')
  }

  /** Starts Chromium where it does not run yet, and loads the window's address. */
  #openPage(): Promise<ChromiumPage> {
    this.#page ??= this.#startPage().catch((error: Error) => {
      // Electron cannot be without its Chromium either.
      if (!(error instanceof ChromiumFailure)) throw error
      console.error(error.message)
      return theApp.exit(1)
    })
    setPageForPerson(this.#page)
    return this.#page
  }

  async #startPage(): Promise<ChromiumPage> {
    const preload = this.#options.webPreferences?.preload
    const profile = run.profile(theApp.getPath('sessionData'), this.#options.name ?? String(this.id))
    const page = await ChromiumPage.open(
      {
        executable: run.chromium(),
        profile,
        headed: run.isHeaded,
        withDebugPort: run.isControlled,
        size: this.#bounds,
      },
      preload === undefined ? '' : readFileSync(preload, 'utf8'),
      (url, isMainFrame) => this.#contents.mayNavigate(url, isMainFrame),
    )
    if (this.#isDestroyed) {
      await page.close()
      return page
    }
    let isCrashed = false
    // Before the program hears of it, and asks for the page again.
    page.on('crashed', () => {
      isCrashed = true
    })
    page.on('gone', () => this.#personClosed())
    this.#contents.onReload(() => {
      if (isCrashed) void this.#replacePage(page)
      else void this.#contents.load(this.#url)
    })
    this.#contents.attach(page)
    await page.page.emulateMedia(themeForPage())
    if (run.isControlled) publishAddress({ debug: await debugAddress(profile) })
    await this.#contents.load(this.#url)
    return page
  }

  /** What is left of a crashed page loads nothing any more. */
  async #replacePage(crashed: ChromiumPage): Promise<void> {
    this.#forgetPage()
    await crashed.close()
    if (!this.#isDestroyed) await this.#openPage()
  }

  /** Chromium's window is gone already; what is left is to ask the program whether the window is. */
  #personClosed(): void {
    this.#forgetPage()
    if (this.#isDestroyed) return
    const asked = new Preventable()
    this.emit('close', asked)
    if (!asked.defaultPrevented) this.destroy()
    else if (this.isVisible()) this.show()
  }

  #forgetPage(): void {
    this.#page = null
    setPageForPerson(null)
    this.#contents.detach()
  }

  close(): void {
    if (this.#isDestroyed) return
    const asked = new Preventable()
    this.emit('close', asked)
    if (!asked.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#contents.destroy()
    void this.#page?.then((page) => page.close())
    state.windows.splice(state.windows.indexOf(this.#shown), 1)
    BrowserWindow.#all.delete(this)
    this.emit('closed')
    theApp.removeWindow(this)
  }

  show(): void {
    const wasVisible = this.isVisible()
    this.#shown.isVisible = true
    this.#isMinimized = false
    void this.#openPage().then((page) => page.page.bringToFront())
    if (!wasVisible) this.emit('show')
    this.emit('focus')
  }

  hide(): void {
    if (!this.isVisible()) return
    this.#shown.isVisible = false
    if (run.isHeaded) {
      void this.#page?.then((page) => page.close())
      this.#forgetPage()
    }
    this.emit('hide')
  }

  isVisible = () => !this.#isDestroyed && this.#shown.isVisible
  isFocused = () => this.isVisible() && !this.#isMinimized
  isMinimized = () => this.#isMinimized
  isDestroyed = () => this.#isDestroyed
  getBounds = () => ({ ...this.#bounds })

  focus(): void {
    if (this.isVisible()) void this.#page?.then((page) => page.page.bringToFront())
  }

  minimize(): void {
    this.#isMinimized = true
    void this.#page?.then((page) => page.setWindowState('minimized'))
    this.emit('minimize')
  }

  restore(): void {
    this.#isMinimized = false
    void this.#page?.then((page) => page.setWindowState('normal'))
    this.emit('restore')
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    void this.#page?.then((page) => page.setBounds(bounds))
    this.emit('resize')
  }

  setProgressBar(progress: number, options?: Electron.ProgressBarOptions): void {
    this.#shown.progress = progress
    this.#shown.progressMode = options?.mode ?? 'normal'
  }

  setTitle(title: string): void {
    this.#shown.title = title
  }

  setOverlayIcon(): void {}
  flashFrame(): void {}
}
