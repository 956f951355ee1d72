import { app, type BrowserWindow, powerSaveBlocker } from 'electron'
import type { EventName, Events } from '../../shared/ipc.ts'
import type { Language } from '../../shared/locales/messages.ts'
import type { QueueCounts } from '../../shared/queue.ts'
import type { Say } from './language.ts'
import { OverallProgress, progressMode } from './overall-progress.ts'
import { SleepBlocker } from './sleep-blocker.ts'
import { type TrayIcon, trayImage } from './tray.ts'

/** Counting is cheap but not free, and nobody reads a tray more often. */
const countMs = 500

interface Parts {
  tray: TrayIcon
  window: () => BrowserWindow | null
  counts: () => QueueCounts
  say: () => Say
}

/**
 * What the desktop shows of the uploads outside the window: tray,
 * bar on the Dock or task bar; and whether the computer may sleep.
 */
export class StatusSigns {
  readonly #parts: Parts
  readonly #sleepBlocker = new SleepBlocker(powerSaveBlocker)
  readonly #progress = new OverallProgress()
  #timer: NodeJS.Timeout | null = null

  constructor(parts: Parts) {
    this.#parts = parts
    this.#count()
  }

  /** Hears everything the window hears. */
  follow<K extends EventName>(name: K, payload: Events[K]): void {
    if (name === 'progress') {
      const { running, bytesPerSecond, secondsLeft } = payload as Events['progress']
      this.#sleepBlocker.update(running)
      this.#parts.tray.update({ running, bytesPerSecond, secondsLeft })
    }
    if (name === 'progress' || name === 'uploads.changed') {
      this.#timer ??= setTimeout(() => this.#count(), countMs)
    }
  }

  speak(say: Say, language: Language): void {
    this.#parts.tray.speak(say, language)
  }

  setLimit(limit: number | null): void {
    this.#parts.tray.update({ limit })
  }

  setOffline(isOffline: boolean): void {
    this.#parts.tray.update({ isOffline })
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#sleepBlocker.release()
    this.#parts.tray.destroy()
  }

  #count(): void {
    this.#timer = null
    const { byFilter, bytesLeft } = this.#parts.counts()
    const { waiting, problems } = byFilter
    this.#parts.tray.update({ waiting, problems })
    const mode = progressMode({ running: byFilter.active, waiting, problems })
    this.#parts.window()?.setProgressBar(this.#progress.update(bytesLeft), { mode })
    // macOS and Linux; it says what asks for the person, not what goes well.
    app.setBadgeCount(problems)
    if (process.platform === 'win32') this.#overlay(problems)
  }

  /** What the badge is elsewhere. */
  #overlay(problems: number): void {
    const { window, say } = this.#parts
    const text = problems > 0 ? say()('tray.problems', { count: problems }) : ''
    window()?.setOverlayIcon(problems > 0 ? trayImage('problem') : null, text)
  }
}
