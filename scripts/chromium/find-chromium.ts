import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Names under which Linux installs a browser that speaks the DevTools protocol. */
const linuxNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']

const outsidePath = ['/snap/bin/chromium', '/opt/google/chrome/chrome']

const macApps = ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser']

const windowsApps = [
  ['Chromium', 'Application', 'chrome.exe'],
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
]

/**
 * Path of an installed Chromium, Chrome or Edge; null when there is none.
 * `STEVEDORE_CHROMIUM` names another one.
 */
export function findChromium(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const chosen = env.STEVEDORE_CHROMIUM
  if (chosen !== undefined && chosen !== '') return isExecutable(chosen) ? chosen : null
  return candidates(env, platform).find(isExecutable) ?? null
}

function candidates(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', join(env.HOME ?? '', 'Applications')]
    return folders.flatMap((folder) =>
      macApps.map((name) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
    )
  }
  if (platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]
    return folders
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => windowsApps.map((app) => join(folder, ...app)))
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const inPath = linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)))
  // Snap and Google's own package may be missing from the PATH of a desktop launcher.
  return [...inPath, ...outsidePath]
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
