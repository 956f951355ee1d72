import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Say } from './language.ts'

/** What the menu does itself; everything else is a role of the system. */
export interface MenuActions {
  upload(kind: 'files' | 'folder'): void
  showSettings(): void
  showShortcuts(): void
  exportDiagnostics(): void
  showAbout(): void
  quit(): void
}

/**
 * The application menu. macOS needs all of it; elsewhere the bar is hidden until Alt is pressed, but its roles carry the
 * keys for editing, zoom and quitting. Keys that the window hears itself are shown only: it takes them before the menu does.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  say: Say,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const settings = shownKey('CommandOrControl+,', {
    label: say('menu.settings'),
    click: actions.showSettings,
  })
  const about = { label: say('menu.about'), click: actions.showAbout }
  const file: MenuItemConstructorOptions = {
    label: say('menu.file'),
    submenu: [
      shownKey('CommandOrControl+O', {
        label: say('tray.uploadFiles'),
        click: () => actions.upload('files'),
      }),
      shownKey('Shift+CommandOrControl+O', {
        label: say('tray.uploadFolder'),
        click: () => actions.upload('folder'),
      }),
      { type: 'separator' },
      ...(isMac ? [] : [settings, { type: 'separator' } as const]),
      { label: say('menu.close'), role: 'close', accelerator: 'CommandOrControl+W' },
      ...(isMac ? [] : [{ label: say('menu.quit'), accelerator: 'CommandOrControl+Q', click: actions.quit }]),
    ],
  }
  const edit: MenuItemConstructorOptions = { label: say('menu.edit'), role: 'editMenu' }
  const view: MenuItemConstructorOptions = {
    label: say('menu.view'),
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      ...hiddenZoomKeys,
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: say('menu.help'),
    submenu: [
      shownKey('CommandOrControl+/', { label: say('menu.shortcuts'), click: actions.showShortcuts }),
      { label: say('menu.diagnostics'), click: actions.exportDiagnostics },
      ...(isMac ? [] : [{ type: 'separator' } as const, about]),
    ],
  }
  if (!isMac) return [file, edit, view, help]
  return [appMenu(say, about, settings, actions), file, edit, view, { role: 'windowMenu' }, help]
}

/** The menu that bears the program's name, as macOS expects it. */
function appMenu(
  say: Say,
  about: MenuItemConstructorOptions,
  settings: MenuItemConstructorOptions,
  actions: MenuActions,
): MenuItemConstructorOptions {
  return {
    label: 'Stevedore',
    submenu: [
      about,
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { label: say('tray.quit'), accelerator: 'CommandOrControl+Q', click: actions.quit },
    ],
  }
}

/** The roles' own keys want Shift for the plus of most keyboards, and know nothing of the number pad. */
const hiddenZoomKeys: MenuItemConstructorOptions[] = (
  [
    ['zoomIn', 'CommandOrControl+='],
    ['zoomIn', 'CommandOrControl+numadd'],
    ['zoomOut', 'CommandOrControl+numsub'],
    ['resetZoom', 'CommandOrControl+num0'],
  ] as const
).map(([role, accelerator]) => ({ role, accelerator, visible: false, acceleratorWorksWhenHidden: true }))

/** macOS always takes the key as well, but only when the window did not. */
function shownKey(accelerator: string, item: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return { ...item, accelerator, registerAccelerator: false }
}

export function setMenu(say: Say, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, say, actions)))
}
