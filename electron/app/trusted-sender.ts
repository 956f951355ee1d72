import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { isAppUrl } from './app-protocol.ts'

/** Commands are taken only from the top frame of our own window while it shows our own page. */
export function isTrustedSender(event: IpcMainInvokeEvent, ours: WebContents | null): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && ours?.id === event.sender.id && isAppUrl(frame.url)
}
