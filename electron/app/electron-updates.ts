import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../engine/ports/log.ts'
import { thisInstallation } from './this-installation.ts'
import { canUpdate } from './update-policy.ts'
import type { Updater } from './updates.ts'

/** True where a newer version can be looked for: the installers write this file when they were given an address. */
export function thisCanUpdate(): boolean {
  const hasAddress = existsSync(join(process.resourcesPath ?? '', 'app-update.yml'))
  return canUpdate(thisInstallation(), hasAddress)
}

/**
 * electron-updater behind the few calls that are used of it. Loaded only where there is something to update: reading its
 * `autoUpdater` makes one at once. `onQuitting` is called before it closes the windows, which must not hide then.
 */
export async function loadUpdater(log: Log, onQuitting: () => void): Promise<Updater> {
  // A CommonJS module whose names cannot be imported one by one.
  const { default: module } = await import('electron-updater')
  const { autoUpdater } = module
  autoUpdater.autoDownload = false
  // "Later" means: when the program ends anyway.
  autoUpdater.autoInstallOnAppQuit = true
  autoUpdater.allowDowngrade = false
  autoUpdater.logger = {
    info: (message?: unknown) => log.debug('updater', { message }),
    warn: (message?: unknown) => log.warn('updater', { message }),
    error: (message?: unknown) => log.warn('updater', { message }),
  }
  // An event that nobody hears would end the program.
  autoUpdater.on('error', (error) => log.warn('updater', { error }))
  return {
    async check() {
      const result = await autoUpdater.checkForUpdates()
      return result?.isUpdateAvailable ? result.updateInfo.version : null
    },
    async download() {
      await autoUpdater.downloadUpdate()
    },
    install() {
      onQuitting()
      autoUpdater.quitAndInstall()
    },
  }
}
