import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { Say } from './language.ts'

interface Parts {
  window: () => BrowserWindow | null
  say: () => Say
  /** Uploads that send bytes now. */
  running: () => number
  isWanted: () => boolean
  /** The person does not want to be asked again. */
  onNeverAgain: () => void
  quit: () => void
}

/**
 * Quitting from the menu or the tray while bytes are on their way asks first. Signals, a shutdown and an update do not come
 * by here: nobody may be there to answer, and nothing is lost.
 */
export async function askAndQuit({
  window,
  say,
  running,
  isWanted,
  onNeverAgain,
  quit,
}: Parts): Promise<void> {
  const count = running()
  if (count === 0 || !isWanted()) {
    quit()
    return
  }
  const t = say()
  const options: MessageBoxOptions = {
    type: 'question',
    message: t('quit.title', { count }),
    detail: t('quit.text'),
    buttons: [t('quit.confirm'), t('quit.stay')],
    defaultId: 1,
    cancelId: 1,
    checkboxLabel: t('quit.neverAgain'),
  }
  const parent = window()
  const answer = await (parent?.isVisible()
    ? dialog.showMessageBox(parent, options)
    : dialog.showMessageBox(options))
  if (answer.response !== 0) return
  if (answer.checkboxChecked) onNeverAgain()
  quit()
}
