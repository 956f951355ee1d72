import { type App, type Session, shell } from 'electron'
import { isAppUrl } from './app-protocol.ts'
import { isKnownLink } from './known-links.ts'

/** No page gets any permission but writing text to the clipboard. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isAllowed(permission)))
  session.setPermissionCheckHandler((_contents, permission) => isAllowed(permission))
  session.setDevicePermissionHandler(() => false)
}

function isAllowed(permission: string): boolean {
  return permission === 'clipboard-sanitized-write'
}

/** Pages stay where they are: no navigation away, no new windows, no embedded guests. */
export function keepPagesInPlace(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isAppUrl(event.url)) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!isAppUrl(event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      // Opening from inside the handler can hand the new window the page's privileges.
      if (isKnownLink(url)) setImmediate(() => void shell.openExternal(url))
      return { action: 'deny' }
    })
  })
}
