import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Say } from './language.ts'

/**
 * The application menu. macOS needs all of it; elsewhere the bar is hidden, but its roles carry the keys for editing,
 * zoom and quitting. What the window does itself (upload, search, pause) has its keys there.
 */
export function menuTemplate(platform: NodeJS.Platform, say: Say): MenuItemConstructorOptions[] {
  const edit: MenuItemConstructorOptions = { label: say('menu.edit'), role: 'editMenu' }
  const view: MenuItemConstructorOptions = {
    label: say('menu.view'),
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
  }
  if (platform === 'darwin') {
    return [{ role: 'appMenu' }, { role: 'fileMenu' }, edit, view, { role: 'windowMenu' }]
  }
  const file: MenuItemConstructorOptions = {
    label: say('menu.file'),
    submenu: [
      { label: say('menu.close'), role: 'close', accelerator: 'CommandOrControl+W' },
      { label: say('menu.quit'), role: 'quit', accelerator: 'CommandOrControl+Q' },
    ],
  }
  return [file, edit, view]
}

export function setMenu(say: Say): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, say)))
}
