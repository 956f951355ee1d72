import { type MenuActions, setMenu } from '../menu.ts'
import type { Program } from '../program.ts'
import { StatusSigns } from '../status-signs.ts'
import { TrayIcon } from '../tray.ts'
import type { TrayActions } from '../tray-menu.ts'
import type { Shell } from './shell.ts'

/** Menu, tray, progress and badge; all follow the settings, and speak another language at once. */
export function showSigns(
  { checkpoint, settings }: Pick<Program, 'checkpoint' | 'settings'>,
  { appearance, window, audience }: Shell,
  actions: { menu: MenuActions; tray: TrayActions },
): StatusSigns {
  appearance.follow(settings())
  setMenu(appearance.say, actions.menu)
  const signs = new StatusSigns({
    tray: new TrayIcon(actions.tray, appearance.say, appearance.language),
    window: () => window.browserWindow,
    counts: () => checkpoint.queue.counts(),
    say: () => appearance.say,
  })
  signs.setLimit(settings().bandwidthLimit)
  audience.join((name, payload) => signs.follow(name, payload))
  audience.on('settings.changed', (changed) => {
    signs.setLimit(changed.bandwidthLimit)
    if (!appearance.follow(changed)) return
    setMenu(appearance.say, actions.menu)
    signs.speak(appearance.say, appearance.language)
  })
  return signs
}
