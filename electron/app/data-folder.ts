import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app } from 'electron'

/**
 * Absolute path of the folder that holds the checkpoint database, settings and the practice bucket.
 * `STEVEDORE_DATA_DIR` moves everything the program writes there, Chromium's own files and the instance lock included.
 * Must run before the instance lock is asked for: the lock belongs to `userData`.
 */
export function prepareDataFolder(override = process.env.STEVEDORE_DATA_DIR): string {
  if (override) {
    app.setPath('userData', created(resolve(override, 'desktop')))
    app.setPath('logs', created(resolve(override, 'desktop/logs')))
  }
  app.setPath('sessionData', created(join(app.getPath('userData'), 'chromium')))
  return created(override ? resolve(override) : join(app.getPath('userData'), 'stevedore'))
}

/** Electron refuses paths that do not exist. */
function created(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}
