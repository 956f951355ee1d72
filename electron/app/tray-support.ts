import { execFile } from 'node:child_process'

const watcher = 'org.kde.StatusNotifierWatcher'
const limitMs = 2000

/**
 * Whether this desktop shows tray icons. Only Linux desktops may not, and Electron does not tell: an icon that is not seen
 * is no error. They say so themselves, by having nobody who watches for StatusNotifier items (GNOME without an extension).
 * Where that cannot be asked, there is taken to be one.
 */
export function hasTray(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true)
  const bus = 'org.freedesktop.DBus'
  const args = ['call', '--session', '--dest', bus, '--object-path', '/org/freedesktop/DBus']
  const question = ['--method', `${bus}.NameHasOwner`, watcher]
  return new Promise((resolve) => {
    execFile('gdbus', [...args, ...question], { timeout: limitMs }, (error, stdout) =>
      resolve(error !== null || saysYes(stdout)),
    )
  })
}

/** `(true,)` or `(false,)`, as gdbus prints a boolean. */
export function saysYes(answer: string): boolean {
  return answer.trim() !== '(false,)'
}
