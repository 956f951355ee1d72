import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'electron'

export type PathName = Parameters<App['getPath']>[0]

/** Where Electron keeps things on each system until the program says otherwise; `pathOf` answers what it said. */
export function defaultPath(name: PathName, appName: string, pathOf: (name: PathName) => string): string {
  const home = homedir()
  switch (name) {
    case 'home':
      return home
    case 'temp':
      return tmpdir()
    case 'appData':
      return appData(home)
    case 'userData':
      return join(pathOf('appData'), appName)
    case 'sessionData':
      return pathOf('userData')
    case 'logs':
      return join(pathOf('userData'), 'logs')
    case 'crashDumps':
      return join(pathOf('userData'), 'Crashpad')
    case 'desktop':
      return join(home, 'Desktop')
    case 'documents':
      return join(home, 'Documents')
    case 'downloads':
      return join(home, 'Downloads')
    case 'exe':
      return process.execPath
    default:
      throw new Error(`Failed to get '${name}' path`)
  }
}

function appData(home: string): string {
  if (process.platform === 'darwin') return join(home, 'Library/Application Support')
  if (process.platform === 'win32') return process.env.APPDATA ?? join(home, 'AppData/Roaming')
  return process.env.XDG_CONFIG_HOME ?? join(home, '.config')
}
