import { BrowserWindow, nativeTheme } from 'electron'
import { windowUrl } from './app-protocol.ts'
import { programFiles } from './program-files.ts'

interface Options {
  /** Asked when the window is opened for the first time. */
  startHidden(): boolean
  /** Asked when the person closes the window: true hides it and the program goes on. */
  shouldHideOnClose(): boolean
  onHidden(): void
  /** False where nothing but the window itself brings it back: it is put down instead of hidden. */
  hasTray(): boolean
  /** The person closed it for good. */
  onClosed(): void
  /** The page's process died; it is loaded again. */
  onCrash(reason: string): void
  /** The page is gone, by itself or with its window: nothing listens until another one is loaded. */
  onGone(): void
  onLoadFailure(error: unknown): void
}

/** So long a hidden window keeps its page; then its memory is given back, and it is made anew when it is wanted. */
const releaseAfterMs = 5 * 60_000
const crashWindowMs = 60_000
const maxCrashes = 3

/** The one window of the program. It may be closed for good and opened again while uploads go on without it. */
export class MainWindow {
  readonly #options: Options
  #window: BrowserWindow | null = null
  #isAppearing = false
  #crashes: number[] = []
  #releaseTimer: NodeJS.Timeout | null = null

  constructor(options: Options) {
    this.#options = options
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window
  }

  /** True while the person can be expected to look at it. */
  get isInFront(): boolean {
    const window = this.#window
    return window?.isVisible() === true && !window.isMinimized() && window.isFocused()
  }

  /** True while there is no window on the screen or the task bar, and none is about to appear. */
  get isHidden(): boolean {
    const window = this.#window
    return window === null || !(this.#isAppearing || window.isVisible() || window.isMinimized())
  }

  /** Creates the window; it appears once its first frame is painted, unless the program starts hidden. */
  open({ hidden = this.#options.startHidden() } = {}): void {
    const window = new BrowserWindow(windowOptions())
    this.#window = window
    this.#isAppearing = !hidden
    if (hidden) this.#releaseLater()
    window.once('ready-to-show', () => {
      this.#isAppearing = false
      if (!hidden) window.show()
    })
    window.on('close', (event) => {
      if (!this.#options.shouldHideOnClose()) return
      event.preventDefault()
      if (!this.#options.hasTray()) {
        window.minimize()
        return
      }
      window.hide()
      this.#options.onHidden()
    })
    window.on('hide', () => this.#releaseLater())
    window.on('show', () => this.#keep())
    let isReleased = false
    this.#release = () => {
      isReleased = true
      window.destroy()
    }
    window.on('closed', () => {
      this.#keep()
      this.#window = null
      this.#options.onGone()
      if (!isReleased) this.#options.onClosed()
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.#options.onCrash(reason)
      this.#options.onGone()
      // Uploads live in this process and went on; the page reads everything anew.
      if (this.#mayReload(Date.now()) && !window.isDestroyed()) window.webContents.reload()
    })
    // Loading ends early when the page is loaded again or the window closes: neither may end the program.
    window.loadURL(windowUrl).catch((error: unknown) => this.#options.onLoadFailure(error))
  }

  #release = () => {}

  #releaseLater(): void {
    this.#keep()
    this.#releaseTimer = setTimeout(() => this.#release(), releaseAfterMs)
  }

  #keep(): void {
    if (this.#releaseTimer !== null) clearTimeout(this.#releaseTimer)
    this.#releaseTimer = null
  }

  /** A page that dies again and again is left alone: reloading it for ever would only heat the computer. */
  #mayReload(now: number): boolean {
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashWindowMs), now]
    return this.#crashes.length <= maxCrashes
  }

  /** Brings the window in front, from wherever it is: hidden, minimised, closed or behind others. */
  show(): void {
    if (this.#window === null) {
      this.open({ hidden: false })
      return
    }
    if (this.#window.isMinimized()) this.#window.restore()
    this.#window.show()
    this.#window.focus()
  }
}

function windowOptions(): Electron.BrowserWindowConstructorOptions {
  return {
    name: 'main',
    windowStatePersistence: true,
    show: false,
    width: 1180,
    height: 760,
    minWidth: 720,
    minHeight: 480,
    title: 'Stevedore',
    // The window's own ground, so that nothing flashes before its first frame.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#131519' : '#f6f7f9',
    ...(process.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' } : {}),
    ...(process.platform === 'linux' ? { icon: programFiles.icon('stevedore.png') } : {}),
    autoHideMenuBar: true,
    webPreferences: {
      preload: programFiles.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  }
}
