import type { Log } from '../../engine/ports/log.ts'
import type { Program } from '../program.ts'
import { StartAtLogin } from '../start-at-login.ts'
import { thisLoginItem } from '../this-installation.ts'
import type { Audience } from './audience.ts'

/** Starting at login as the setting says. */
export function keepLoginItem(
  { settings, change, notify }: Pick<Program, 'settings' | 'change' | 'notify'>,
  audience: Audience,
  log: Log,
): void {
  const startAtLogin = new StartAtLogin({
    item: thisLoginItem(),
    settings: settings(),
    onSwitchedOff: () => change({ startAtLogin: false }),
    notify,
    log,
  })
  audience.on('settings.changed', (changed) => startAtLogin.follow(changed))
}
