import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { App } from 'electron'
import { autostartFile, autostartFolder } from './autostart-entry.ts'

/** `vetoed`: it is set, and the system or the person has switched it off elsewhere (Task Manager, Login Items). */
export type LoginItemState = 'on' | 'off' | 'vetoed'

/** The program's entry in what the system starts at login. */
export interface LoginItem {
  read(): LoginItemState
  /** Throws when the system refuses. */
  set(isOn: boolean): void
}

/** How this process was started, as far as a login item must repeat it. */
export interface Installation {
  platform: NodeJS.Platform
  environment: Record<string, string | undefined>
  /** Absolute path of the running program. */
  execPath: string
  isPackaged: boolean
}

/** Passed at login: no window until someone asks for it. macOS passes nothing; there the system is asked. */
const args = ['--hidden']
/** Under this name Windows lists the program in its Run key. */
const name = 'Stevedore'

/** A program run from its sources has nothing to start, and the sandboxes of Flatpak and Snap start programs themselves. */
export function canStartAtLogin({ isPackaged, environment }: Installation): boolean {
  return isPackaged && !environment.FLATPAK_ID && !environment.SNAP
}

/**
 * What to start. An AppImage and the portable program for Windows run from a place that is another one at every start;
 * the file the person keeps is named by the environment.
 */
export function programToStart({ platform, environment, execPath }: Installation): string {
  if (platform === 'linux') return environment.APPIMAGE || execPath
  if (platform === 'win32') return environment.PORTABLE_EXECUTABLE_FILE || execPath
  return execPath
}

/** Linux: a file in the autostart folder. Electron's login items do nothing there. */
export function autostartItem(installation: Installation, desktopName: string, home: string): LoginItem {
  const file = join(autostartFolder(installation.environment, home), desktopName)
  const text = autostartFile({ executable: programToStart(installation), args, name })
  return {
    read() {
      const present = readIfThere(file)
      // Desktops switch an entry off by writing one of these into it.
      const isOff = present === null || /^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(present)
      return isOff ? 'off' : 'on'
    },
    set(isOn) {
      if (!isOn) {
        rmSync(file, { force: true })
        return
      }
      if (readIfThere(file) === text) return
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      const draft = `${file}.${process.pid}`
      writeFileSync(draft, text, { mode: 0o600 })
      renameSync(draft, file)
    },
  }
}

/** macOS and Windows. */
export function systemItem(
  installation: Installation,
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
): LoginItem {
  const isWindows = installation.platform === 'win32'
  // Read back with what it was set with: Windows compares path and arguments.
  const place = isWindows ? { path: programToStart(installation), args } : {}
  return {
    read() {
      // The types call every field always present; each system fills in its own.
      const seen: Partial<Electron.LoginItemSettings> = app.getLoginItemSettings(place)
      if (seen.status === 'requires-approval') return 'vetoed'
      if (!seen.openAtLogin) return 'off'
      return isWindows && seen.executableWillLaunchAtLogin === false ? 'vetoed' : 'on'
    },
    set: (isOn) => app.setLoginItemSettings({ openAtLogin: isOn, ...place, ...(isWindows ? { name } : {}) }),
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
