import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, Notification } from 'electron'
import type { Say } from './language.ts'

/** Says, the first time a closed window does not end the program, that it goes on and where it is. */
export class TrayHint {
  /** Kept, or the system's centre forgets what a click on it means. */
  #notification: Notification | null = null

  showOnce(say: Say, onClick: () => void): void {
    const mark = join(app.getPath('userData'), 'tray-hint-shown')
    if (existsSync(mark) || !Notification.isSupported()) return
    writeFileSync(mark, '')
    this.#notification = new Notification({ title: say('tray.hintTitle'), body: say('tray.hintBody') })
    this.#notification.on('click', onClick)
    this.#notification.show()
  }
}
