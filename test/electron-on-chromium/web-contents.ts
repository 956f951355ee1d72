import { EventEmitter } from 'node:events'
import type { WebContents, WebFrameMain } from 'electron'
import type { ChromiumPage } from './chromium-page.ts'
import { theIpcMain } from './ipc-main.ts'
import { Preventable } from './preventable.ts'
import { defaultSession } from './session.ts'
import { strict } from './strict.ts'

type Answered = Pick<
  WebContents,
  | 'getURL'
  | 'id'
  | 'isDestroyed'
  | 'isLoading'
  | 'openDevTools'
  | 'reload'
  | 'send'
  | 'session'
  | 'setWindowOpenHandler'
>
type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

let nextId = 1

/** The page of one window, as the program sees it. Until the window has a Chromium, messages to it are lost. */
export class StandInWebContents extends EventEmitter implements Answered {
  readonly id = nextId++
  readonly session = defaultSession
  readonly #self: WebContents
  #page: ChromiumPage | null = null
  #url = ''
  #isLoading = false
  #onReload: () => void = () => {}
  #isDestroyed = false
  #windowOpenHandler: WindowOpenHandler | null = null

  constructor() {
    super()
    this.#self = strict('webContents', this) as unknown as WebContents
  }

  /** What listeners and IPC events get. */
  get self(): WebContents {
    return this.#self
  }

  getURL = () => this.#url
  isDestroyed = () => this.#isDestroyed
  isLoading = () => this.#isLoading
  openDevTools(): void {}

  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed')
    this.#page?.send({ kind: 'event', channel, args })
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler
  }

  reload(): void {
    this.#onReload()
  }

  /** The window knows whether its Chromium can still load anything. */
  onReload(reload: () => void): void {
    this.#onReload = reload
  }

  attach(page: ChromiumPage): void {
    this.#page = page
    const frame = this.#topFrame(page)
    page.on('message', (message, answer) => void theIpcMain.receive(message, this.#self, frame, answer))
    page.on('window-open', (url) => {
      this.#windowOpenHandler?.({ url } as Parameters<WindowOpenHandler>[0])
    })
    page.on('crashed', () =>
      this.emit('render-process-gone', new Preventable(), { reason: 'crashed', exitCode: 1 }),
    )
    page.on('console', (level, message, sourceId) =>
      this.emit('console-message', new Preventable({ level, message, sourceId, lineNumber: 0 })),
    )
  }

  detach(): void {
    this.#page = null
  }

  async #load(url: string): Promise<void> {
    this.#url = url
    this.#isLoading = true
    this.emit('did-start-loading')
    try {
      await this.#page?.load(url)
      this.emit('dom-ready', new Preventable())
      this.emit('did-finish-load')
    } catch (error) {
      if (!this.#isDestroyed) this.emit('did-fail-load', new Preventable(), -2, String(error), url, true)
    } finally {
      this.#isLoading = false
    }
  }

  load(url: string): Promise<void> {
    return this.#load(url)
  }

  destroy(): void {
    this.#isDestroyed = true
    this.#page = null
    this.emit('destroyed')
  }

  /** True when the program lets the page go to `url` by itself. */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    const asked = new Preventable({ url, isMainFrame, isSameDocument: false, frame: null, initiator: null })
    if (isMainFrame) this.emit('will-navigate', asked, url)
    this.emit('will-frame-navigate', asked)
    return !asked.defaultPrevented
  }

  #topFrame(page: ChromiumPage): WebFrameMain {
    const frame = {
      parent: null,
      get url() {
        return page.url
      },
    } satisfies Pick<WebFrameMain, 'parent' | 'url'>
    return strict('webFrameMain', frame) as WebFrameMain
  }
}
