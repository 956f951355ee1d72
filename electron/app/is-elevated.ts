import { execFile } from 'node:child_process'

/** True for root and for administrators: on Windows nothing can be dropped on such a window from the desktop. */
export function isElevated(platform = process.platform): Promise<boolean> {
  if (platform !== 'win32') return Promise.resolve(process.getuid?.() === 0)
  // Lists file system filters, which Windows allows to elevated processes only.
  return new Promise((resolve) =>
    execFile('fltmc.exe', { windowsHide: true }, (error) => resolve(error === null)),
  )
}
