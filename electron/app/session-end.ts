import { BrowserWindow } from 'electron'
import type { Log } from '../engine/ports/log.ts'

/**
 * Windows tells only windows that the session ends, and ends the process right after the last of them has heard it. So one
 * that is never shown and loads nothing is kept, also while the main window is closed. Nothing has to be saved: what is
 * confirmed is in the database. `stop` ends the requests as far as there is time.
 */
export function followSessionEnd(stop: () => void, log: Pick<Log, 'info'>): void {
  if (process.platform !== 'win32') return
  const listener = new BrowserWindow({ show: false, width: 1, height: 1, skipTaskbar: true })
  listener.on('session-end', () => {
    log.info('the session ends')
    stop()
  })
}
