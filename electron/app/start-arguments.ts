import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How a process was started: its arguments without the executable, and where relative paths begin. */
export interface Start {
  argv: string[]
  cwd: string
}

/**
 * Absolute paths among the arguments of a start: everything that is no switch, and everything after `--`.
 * File managers on Linux may pass `file://` addresses instead of paths.
 */
export function filesAmong({ argv, cwd }: Start): string[] {
  const end = argv.indexOf('--')
  const before = end === -1 ? argv : argv.slice(0, end)
  const after = end === -1 ? [] : argv.slice(end + 1)
  const candidates = [...before.filter((argument) => !argument.startsWith('-')), ...after]
  return candidates
    .map((argument) => (argument.startsWith('file://') ? pathOf(argument) : argument))
    .filter((path) => path !== '')
    .map((path) => resolve(cwd, path))
}

function pathOf(address: string): string {
  try {
    return fileURLToPath(address)
  } catch {
    return ''
  }
}

/** Login items and the autostart file pass this switch: no window until someone asks for it. */
export function startsHidden({ argv }: Start): boolean {
  return argv.includes('--hidden')
}
