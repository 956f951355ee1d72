import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { Say } from './language.ts'

/** The two questions of an update. Closing a dialog is always the answer that changes nothing. */
export function updateQuestions(window: () => BrowserWindow | null, say: () => Say) {
  const ask = async (options: MessageBoxOptions): Promise<number> => {
    const parent = window()
    const asked = parent?.isVisible()
      ? dialog.showMessageBox(parent, options)
      : dialog.showMessageBox(options)
    return (await asked).response
  }
  return {
    async askDownload(version: string): Promise<boolean> {
      const t = say()
      const buttons = [t('update.download'), t('update.notNow')]
      const message = t('update.available', { version })
      const detail = t('update.availableText')
      return (await ask({ type: 'info', message, detail, buttons, defaultId: 0, cancelId: 1 })) === 0
    },
    async askInstall(version: string, running: number): Promise<'now' | 'when-idle' | 'later'> {
      const t = say()
      const answers = running > 0 ? (['when-idle', 'now', 'later'] as const) : (['now', 'later'] as const)
      const labels = {
        'when-idle': t('update.whenIdle'),
        now: running > 0 ? t('update.afterParts') : t('update.restart'),
        later: t('update.later'),
      }
      const cancelId = answers.length - 1
      const response = await ask({
        type: 'info',
        message: t('update.ready', { version }),
        detail: running > 0 ? t('update.readyRunning', { count: running }) : t('update.readyText'),
        buttons: answers.map((answer) => labels[answer]),
        defaultId: 0,
        cancelId,
      })
      return answers[response] ?? 'later'
    },
  }
}
