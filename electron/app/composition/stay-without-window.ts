import { app } from 'electron'
import type { Log } from '../../engine/ports/log.ts'
import { stopBeforeQuit } from '../quit.ts'
import { followSessionEnd } from '../session-end.ts'
import type { Shell } from './shell.ts'

/** The program outlives its window and ends in order: what shows it first, uploads and database last. */
export function stayWithoutWindow(
  shell: Shell,
  stopProgram: () => Promise<void>,
  stopSigns: () => void,
  log: Log,
): void {
  app.on('before-quit', () => shell.beginToQuit())
  // Without a listener Electron would quit; a window that is only released must not end the program.
  app.on('window-all-closed', () => undefined)
  app.on('activate', () => shell.window.show())
  followSessionEnd(() => void stopProgram(), log)
  stopBeforeQuit(
    app,
    async () => {
      stopSigns()
      await stopProgram()
      log.info('stopped')
    },
    (error) => log.error('did not stop in order', { error }),
  )
}
