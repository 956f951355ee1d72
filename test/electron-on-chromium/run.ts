import { join } from 'node:path'
import { findChromium } from '../../scripts/chromium/find-chromium.ts'

/** How this run was started; read once from the environment. */
export const run = {
  /** Opens the control channel and a debugging port: for tests only. */
  isControlled: process.env.STEVEDORE_STAND_IN_CONTROL === '1',
  /** Answers as a desktop with a secret service does: for tests only. */
  hasKeyring: process.env.STEVEDORE_STAND_IN_KEYRING === '1',
  /** Answers as the installed program does: for tests only. */
  isPackaged: process.env.STEVEDORE_STAND_IN_PACKAGED === '1',
  isHeaded: process.env.STEVEDORE_STAND_IN_HEADLESS !== '1' && hasDisplay(),
  chromium: () => {
    const found = findChromium()
    if (found === null) throw new Error('No Chromium, Chrome or Edge was found on this computer.')
    return found
  },
  profile: (sessionData: string, windowName: string) => join(sessionData, `window-${windowName}`),
}

/** True where a window can be shown to a person. */
function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
