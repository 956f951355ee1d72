import { app } from 'electron'
import type { Log } from '../../engine/ports/log.ts'
import { Appearance } from '../appearance.ts'
import type { Program } from '../program.ts'
import { thisStart } from '../single-instance.ts'
import { startsHidden } from '../start-arguments.ts'
import { TrayHint } from '../tray-hint.ts'
import { hasTray } from '../tray-support.ts'
import { MainWindow } from '../window.ts'
import { WindowNavigation } from '../window-navigation.ts'
import { Audience } from './audience.ts'

/** What the person has in front of them; there before the program is opened, and where it cannot be. */
export class Shell {
  readonly appearance = new Appearance()
  readonly window: MainWindow
  readonly audience = new Audience(() => this.window.browserWindow?.webContents ?? null)
  readonly navigation = new WindowNavigation({
    show: () => this.window.show(),
    send: (target) => this.audience.tell('window.go', target),
  })
  readonly #trayHint = new TrayHint()
  #program: Pick<Program, 'settings' | 'windowGone'> | null = null
  #hasTray = true
  #isQuitting = false

  constructor(log: Pick<Log, 'warn' | 'error'>) {
    this.window = new MainWindow({
      startHidden: () =>
        startsHidden(thisStart()) ||
        // macOS passes no arguments to what it opens at login.
        (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin === true),
      shouldHideOnClose: () => !this.#isQuitting && this.#program?.settings().closeToTray === true,
      onHidden: () => this.#trayHint.showOnce(this.appearance.say, () => this.window.show()),
      hasTray: () => this.#hasTray,
      onClosed: () => {
        // Not from inside its own event: the window counts as open until that has ended.
        if (process.platform !== 'darwin' && !this.#isQuitting) setImmediate(() => app.quit())
      },
      onCrash: (reason) => log.error('the window crashed', { reason }),
      onGone: () => {
        this.navigation.setListening(false)
        this.#program?.windowGone()
      },
      onLoadFailure: (error) => log.warn('the window was not loaded to its end', { error }),
    })
  }

  /** From now on the window's close button does what the settings say. */
  serve(program: Pick<Program, 'settings' | 'windowGone'>): void {
    this.#program = program
    void hasTray(process.platform).then((isThere) => {
      this.#hasTray = isThere
    })
  }

  /** Whoever hands something over wants to see where it goes; a window that is in sight stays where it is. */
  showIfHidden(): void {
    if (this.window.isHidden) this.window.show()
  }

  /** Windows that close from now on are closed for good. */
  beginToQuit(): void {
    this.#isQuitting = true
  }
}
