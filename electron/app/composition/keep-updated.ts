import type { Log } from '../../engine/ports/log.ts'
import { loadUpdater, thisCanUpdate } from '../electron-updates.ts'
import type { Program } from '../program.ts'
import { updateQuestions } from '../update-questions.ts'
import { Updates } from '../updates.ts'
import type { Shell } from './shell.ts'

type Parts = Pick<Program, 'service' | 'settings' | 'holds'>

/** Looks for newer versions where this program can take them. Returns what ends the looking. */
export function keepUpdated(program: Parts, shell: Shell, log: Log): () => void {
  if (!thisCanUpdate()) return () => {}
  let end = () => {}
  void loadUpdates(program, shell, log).then((updates) => {
    end = () => updates.stop()
  })
  return () => end()
}

async function loadUpdates({ service, settings, holds }: Parts, shell: Shell, log: Log): Promise<Updates> {
  const { appearance, audience, window } = shell
  const updater = await loadUpdater(log, () => shell.beginToQuit())
  const updates = new Updates({
    updater,
    isWanted: () => settings().checkForUpdates,
    running: () => service.engine.running().length,
    ...updateQuestions(
      () => window.browserWindow,
      () => appearance.say,
    ),
    holdUploads: () => holds.begin('update', null, 'after-parts'),
    log,
  })
  audience.on('uploads.changed', () => void updates.goOn())
  updates.start()
  return updates
}
