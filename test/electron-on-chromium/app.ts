import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { App } from 'electron'
import { defaultPath, type PathName } from './app-paths.ts'
import { Preventable } from './preventable.ts'
import { schemesAreFixed } from './protocol.ts'
import { run } from './run.ts'
import { InstanceLock } from './single-instance-lock.ts'
import { state } from './state.ts'
import { strict } from './strict.ts'

type Answered = Pick<
  App,
  | 'enableSandbox'
  | 'exit'
  | 'focus'
  | 'getAppPath'
  | 'getLocale'
  | 'getLoginItemSettings'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'isPackaged'
  | 'isReady'
  | 'name'
  | 'quit'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setAboutPanelOptions'
  | 'setAppUserModelId'
  | 'setBadgeCount'
  | 'setLoginItemSettings'
  | 'setPath'
  | 'showAboutPanel'
  | 'whenReady'
>

const appPath = dirname(dirname(import.meta.dirname))
const manifest: { name: string; productName?: string; version: string } = JSON.parse(
  readFileSync(join(appPath, 'package.json'), 'utf8'),
)

/** What a window offers the app while it quits. */
export interface QuittingWindow {
  close(): void
  isDestroyed(): boolean
  destroy(): void
}

class StandInApp extends EventEmitter implements Answered {
  readonly isPackaged = run.isPackaged
  readonly name = manifest.productName ?? manifest.name
  readonly dock = undefined
  readonly #paths = new Map<PathName, string>()
  readonly #ready = Promise.withResolvers<void>()
  readonly #windows = new Set<QuittingWindow>()
  #lock: InstanceLock | null = null
  #isReady = false
  #isQuitting = false

  constructor() {
    super()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      // As in Electron, the first signal quits in order and a second one kills.
      process.once(signal, () => this.quit())
    }
    process.once('exit', () => this.#lock?.release())
    // The program's own start-up code runs first, up to its first await.
    setImmediate(() => {
      schemesAreFixed()
      this.#isReady = true
      this.#ready.resolve()
      this.emit('ready', new Preventable(), {})
    })
  }

  isReady = () => this.#isReady
  whenReady = () => this.#ready.promise
  getName = () => this.name
  getVersion = () => manifest.version
  getAppPath = () => appPath
  getLocale = () => Intl.DateTimeFormat().resolvedOptions().locale
  getPreferredSystemLanguages = () => [(process.env.LC_ALL || process.env.LANG || 'en').split('.')[0] ?? 'en']

  getPath(name: PathName): string {
    return this.#paths.get(name) ?? defaultPath(name, this.name, (other) => this.getPath(other))
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name as PathName, path)
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  }

  requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
    this.#lock = InstanceLock.claim(this.getPath('userData'), {
      argv: process.argv,
      cwd: process.cwd(),
      data,
    })
    this.#lock?.onSecondStart((start) => {
      void this.#ready.promise.then(() =>
        this.emit('second-instance', new Preventable(), start.argv, start.cwd, start.data),
      )
    })
    return this.#lock !== null
  }

  hasSingleInstanceLock = () => this.#lock !== null

  releaseSingleInstanceLock(): void {
    this.#lock?.release()
    this.#lock = null
  }

  /** before-quit → every window's close → will-quit → quit; each of the first three can be prevented. */
  quit(): void {
    if (this.#isQuitting) return
    this.#isQuitting = true
    const asked = new Preventable()
    this.emit('before-quit', asked)
    if (asked.defaultPrevented) {
      this.#isQuitting = false
      return
    }
    for (const window of [...this.#windows]) window.close()
    if (this.#windows.size > 0) {
      this.#isQuitting = false
      return
    }
    this.#willQuit()
  }

  #willQuit(): void {
    const asked = new Preventable()
    this.emit('will-quit', asked)
    if (asked.defaultPrevented) this.#isQuitting = false
    else this.exit(0)
  }

  exit(code = 0): never {
    for (const window of [...this.#windows]) window.destroy()
    this.emit('quit', new Preventable(), code)
    process.exit(code)
  }

  addWindow(window: QuittingWindow): void {
    this.#windows.add(window)
  }

  /** A window is gone for good. */
  removeWindow(window: QuittingWindow): void {
    this.#windows.delete(window)
    if (this.#windows.size > 0 || this.#isQuitting) return
    if (!this.emit('window-all-closed')) this.quit()
  }

  setAppUserModelId(): void {}
  focus(): void {}
  setAboutPanelOptions(): void {}
  showAboutPanel(): void {}

  setBadgeCount(count = 0): boolean {
    state.badgeCount = count
    return true
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    state.loginItem = settings
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    const openAtLogin = state.loginItem?.openAtLogin ?? false
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      status: openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
    }
  }
}

export const theApp = new StandInApp()
export const app = strict('app', theApp)
