import type { Events } from '../../shared/ipc.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Log } from '../engine/ports/log.ts'
import type { LoginItem } from './login-item.ts'

interface Parts {
  /** Null where the program cannot start at login. */
  item: LoginItem | null
  settings: Pick<Settings, 'startAtLogin'>
  /** Called when the person has switched it off outside of the program: the setting must say so. */
  onSwitchedOff: () => void
  notify: (notice: Events['notice']) => void
  log: Pick<Log, 'info' | 'warn'>
}

/** Keeps the system's login item and the setting in step; what the person did outside of the program counts. */
export class StartAtLogin {
  readonly #parts: Parts
  #isWanted: boolean

  constructor(parts: Parts) {
    this.#parts = parts
    this.#isWanted = parts.settings.startAtLogin
    if (this.#isWanted) this.#compare()
  }

  follow({ startAtLogin }: Pick<Settings, 'startAtLogin'>): void {
    if (startAtLogin === this.#isWanted) return
    this.#isWanted = startAtLogin
    this.#set(startAtLogin)
  }

  /** The entry may have gone since, or the program may have moved. */
  #compare(): void {
    const { item, onSwitchedOff, log } = this.#parts
    if (item === null) return
    if (item.read() === 'off') {
      log.info('starting at login was switched off outside of the program')
      this.#isWanted = false
      onSwitchedOff()
    } else {
      this.#set(true)
    }
  }

  #set(isOn: boolean): void {
    const { item, notify, log } = this.#parts
    if (item === null) return
    try {
      item.set(isOn)
      if (isOn && item.read() === 'vetoed') notify({ kind: 'loginItemVetoed', level: 'warning', params: {} })
    } catch (error) {
      log.warn('the login item could not be changed', { error })
      const reason = error instanceof Error ? error.message : String(error)
      notify({ kind: 'loginItemFailed', level: 'warning', params: { reason } })
    }
  }
}
