/**
 * The part of Electron's API that the main process uses, on top of an installed Chromium. Each piece is typed against
 * Electron's own signatures; what is missing fails by name (`strict.ts`).
 */
import type * as Electron from 'electron'
import { theApp } from './app.ts'
import { startControlServer } from './control-server.ts'
import { run } from './run.ts'

export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { clipboard } from './clipboard.ts'
export { dialog } from './dialog.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu } from './menu.ts'
export { nativeImage } from './native-image.ts'
export { nativeTheme } from './native-theme.ts'
export { net } from './net.ts'
export { Notification } from './notification.ts'
export { powerMonitor, powerSaveBlocker } from './power.ts'
export { protocol } from './protocol.ts'
export { safeStorage } from './safe-storage.ts'
export { session } from './session.ts'
export { shell } from './shell.ts'
export { Tray } from './tray.ts'

/** A name that Electron does not have would only ever work here; with one, this does not compile. */
type Foreign = Exclude<keyof typeof import('./electron.ts'), keyof typeof Electron>
true satisfies [Foreign] extends [never] ? true : Foreign

if (run.isControlled) void theApp.whenReady().then(startControlServer)
