import { writeFile } from 'node:fs/promises'
import { arch, platform, release } from 'node:os'
import { dirname, join } from 'node:path'
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  type OpenDialogOptions,
  type SaveDialogOptions,
  shell,
} from 'electron'
import type { AppInfo } from '../../shared/ipc.ts'
import type { Appearance } from './appearance.ts'
import { diagnosticsName, diagnosticsZip } from './diagnostics.ts'
import { thisCanUpdate } from './electron-updates.ts'
import type { Desktop } from './handlers/desktop.ts'
import { isElevated } from './is-elevated.ts'
import { logFiles } from './log.ts'
import { canStartAtLogin } from './login-item.ts'
import { thisInstallation } from './this-installation.ts'

type DesktopServices = Omit<Desktop, 'info'> & { info(canProtectSecrets: boolean): Promise<AppInfo> }

/** What the window's commands need of the system, answered by Electron. */
export function desktopServices(
  window: () => BrowserWindow | null,
  appearance: Appearance,
  onWindowReady: () => void,
): DesktopServices {
  const elevated = isElevated()
  // Dialogs open where the last one ended; the system does not remember it.
  let lastFolder: string | null = null
  return {
    async info(canProtectSecrets) {
      const { electron, chrome, node } = process.versions
      // The window has subscribed before it asks; after this answer it shows its first picture.
      setImmediate(onWindowReady)
      return {
        version: app.getVersion(),
        platform: process.platform,
        locale: appearance.language,
        // Electron's runtime names itself and its Chromium; where it is stood in for, there is none to name.
        versions: { ...(electron && { electron }), ...(chrome && { chrome }), node },
        canProtectSecrets,
        isElevated: await elevated,
        canStartAtLogin: canStartAtLogin(thisInstallation()),
        canUpdate: thisCanUpdate(),
      }
    },
    // Files and folders have a dialog each: on Windows and Linux one that mixes them shows folders only.
    async pick(kind) {
      const options: OpenDialogOptions = {
        properties: [kind === 'files' ? 'openFile' : 'openDirectory', 'multiSelections'],
        ...(lastFolder !== null && { defaultPath: lastFolder }),
      }
      const parent = window()
      const answer = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options))
      const [first] = answer.filePaths
      if (answer.canceled || first === undefined) return null
      lastFolder = dirname(first)
      return answer.filePaths
    },
    async chooseReceipt(suggestedName) {
      const options: SaveDialogOptions = {
        defaultPath: join(lastFolder ?? app.getPath('documents'), suggestedName),
        filters: [
          { name: 'CSV', extensions: ['csv'] },
          { name: 'JSON', extensions: ['json'] },
        ],
      }
      const parent = window()
      const answer = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options))
      return answer.canceled || answer.filePath === '' ? null : answer.filePath
    },
    async exportDiagnostics(facts) {
      const options: SaveDialogOptions = {
        defaultPath: join(app.getPath('documents'), diagnosticsName(new Date())),
        filters: [{ name: 'ZIP', extensions: ['zip'] }],
      }
      const parent = window()
      const answer = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options))
      if (answer.canceled || answer.filePath === '') return null
      const { newest, older } = logFiles(app.getPath('logs'))
      const versions = {
        stevedore: app.getVersion(),
        system: `${platform()} ${release()} ${arch()}`,
        ...process.versions,
      }
      await writeFile(answer.filePath, diagnosticsZip({ ...facts, versions, logFiles: [newest, older] }), {
        mode: 0o600,
      })
      return answer.filePath
    },
    showInFolder: (path) => shell.showItemInFolder(path),
    copy: (text) => clipboard.writeText(text),
    practiceName: () => appearance.say('practiceName'),
  }
}
