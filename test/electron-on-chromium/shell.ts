import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import type { Shell } from 'electron'
import { run } from './run.ts'
import { state } from './state.ts'
import { strict } from './strict.ts'

export const shell = strict('shell', {
  async openExternal(url) {
    openOutside(url)
  },
  async openPath(path) {
    openOutside(path)
    return ''
  },
  showItemInFolder(path) {
    openOutside(dirname(path))
  },
} satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>)

/** Hands an address or a folder to the desktop; tests only look at what would have been opened. */
function openOutside(target: string): void {
  state.openedOutside.push(target)
  if (run.isControlled || !run.isHeaded) return
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open'
  spawn(opener, [target], { stdio: 'ignore', detached: true })
    .on('error', (error) => console.error(`${opener} could not be started: ${error.message}`))
    .unref()
}
