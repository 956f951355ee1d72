import { homedir } from 'node:os'
import { app } from 'electron'
import {
  autostartItem,
  canStartAtLogin,
  type Installation,
  type LoginItem,
  systemItem,
} from './login-item.ts'

/** The file name of the program's desktop entry, as package.json and the installers have it. */
const desktopName = 'io.github.stevedore.Stevedore.desktop'

export function thisInstallation(): Installation {
  const { platform, env: environment, execPath } = process
  return { platform, environment, execPath, isPackaged: app.isPackaged }
}

/** Null where this program cannot be started at login. */
export function thisLoginItem(): LoginItem | null {
  const installation = thisInstallation()
  if (!canStartAtLogin(installation)) return null
  if (installation.platform === 'linux') return autostartItem(installation, desktopName, homedir())
  return systemItem(installation, app)
}
