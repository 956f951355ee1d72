import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, shell } from 'electron'
import type { Log } from '../engine/ports/log.ts'
import { type Installation, programToStart } from './login-item.ts'

/**
 * Arguments of Explorer's "Send to" entry; the selected files
 * follow. Nothing that looks like a switch may come after `--`.
 */
const args = '--'

/** Where Windows keeps what "Send to" lists for this user. */
function sendToShortcut(appData: string): string {
  return join(appData, 'Microsoft', 'Windows', 'SendTo', 'Stevedore.lnk')
}

/**
 * Windows: "Send to › Stevedore" in Explorer, made at the first
 * start of the installed program; one that was removed stays away.
 */
export function offerSendTo(installation: Installation, log: Pick<Log, 'warn'>): void {
  if (installation.platform !== 'win32' || !installation.isPackaged) return
  const mark = join(app.getPath('userData'), 'send-to-offered')
  if (existsSync(mark)) return
  writeFileSync(mark, '')
  const file = sendToShortcut(app.getPath('appData'))
  const target = programToStart(installation)
  const isMade = shell.writeShortcutLink(file, {
    target,
    args,
    icon: target,
    iconIndex: 0,
    appUserModelId: 'io.github.stevedore.Stevedore',
  })
  if (!isMade) log.warn('"Send to" could not be offered', { file })
}
