import type { Log } from '../engine/ports/log.ts'
import { nextUpdateStep, type UpdateFacts } from './update-policy.ts'

/** A check at the start, when the program has settled, and one a day. */
const firstCheckMs = 30_000
const checkEveryMs = 24 * 60 * 60 * 1000

/** What fetches and installs a version; on the installed program electron-updater. */
export interface Updater {
  /** The newer version there is; null for none. */
  check(): Promise<string | null>
  download(): Promise<void>
  /** Ends the program. */
  install(): void
}

interface Parts {
  updater: Updater
  isWanted: () => boolean
  running: () => number
  askDownload: (version: string) => Promise<boolean>
  askInstall: (version: string, running: number) => Promise<'now' | 'when-idle' | 'later'>
  /** Lets the parts on their way arrive and begins no others; they go on after the restart. */
  holdUploads: () => void
  log: Pick<Log, 'info' | 'warn'>
}

/** Looks for a newer version, asks before it fetches it, and waits for a pause point before it installs it. */
export class Updates {
  readonly #parts: Parts
  #facts: Omit<UpdateFacts, 'running'> = {
    available: null,
    declined: null,
    wantsDownload: false,
    isDownloaded: false,
    wish: 'none',
    mayAskInstall: true,
  }
  #isBusy = false
  #isHolding = false
  #timer: NodeJS.Timeout | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    const again = (delayMs: number) => {
      this.#timer = setTimeout(() => void this.check().finally(() => again(checkEveryMs)), delayMs)
    }
    again(firstCheckMs)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  async check(): Promise<void> {
    const { updater, isWanted, log } = this.#parts
    if (!isWanted() || this.#facts.isDownloaded) return
    try {
      this.#facts = { ...this.#facts, available: await updater.check() }
      await this.goOn()
    } catch (error) {
      // A server that cannot be reached is no news to anybody.
      log.warn('updates could not be looked for', { error })
    }
  }

  /** Called again whenever uploads began or ended. */
  async goOn(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      while (await this.#step()) {
        // Until there is nothing more to do now.
      }
    } catch (error) {
      this.#facts = { ...this.#facts, wantsDownload: false }
      this.#parts.log.warn('the update did not go on', { error })
    } finally {
      this.#isBusy = false
    }
  }

  /** True when another step may follow at once. */
  async #step(): Promise<boolean> {
    const { updater, running, askDownload, askInstall, holdUploads, log } = this.#parts
    const { available } = this.#facts
    const version = available ?? ''
    switch (nextUpdateStep({ ...this.#facts, running: running() })) {
      case 'nothing':
      case 'wait':
        return false
      case 'ask-download': {
        const isWanted = await askDownload(version)
        this.#facts = { ...this.#facts, wantsDownload: isWanted, declined: isWanted ? null : version }
        return isWanted
      }
      case 'download':
        await updater.download()
        this.#facts = { ...this.#facts, isDownloaded: true }
        return true
      case 'ask-install': {
        const answer = await askInstall(version, running())
        this.#facts = { ...this.#facts, mayAskInstall: false, wish: answer === 'later' ? 'none' : answer }
        return answer !== 'later'
      }
      case 'pause-uploads':
        if (!this.#isHolding) holdUploads()
        this.#isHolding = true
        return false
      case 'install':
        log.info('the update is installed', { version })
        updater.install()
        return false
    }
  }
}
