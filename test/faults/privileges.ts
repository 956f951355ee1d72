import { chmodSync, chownSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The user without any rights that Linux and macOS know. */
const nobodyId = 65_534

/**
 * Runs `act` without root's right to read everything, where the process has it: the effective user becomes `nobody`
 * for that long. What `act` needs must be open already or open to all. Needs a process, not a worker thread.
 */
export async function withoutPrivileges<T>(act: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0 || process.seteuid === undefined) return act()
  process.seteuid(nobodyId)
  try {
    return await act()
  } finally {
    process.seteuid(0)
  }
}

/** Makes `nobody` the owner of a folder and of everything in it, where the process may. */
export function giveAway(folder: string): void {
  if (process.geteuid?.() !== 0) return
  chmodSync(folder, 0o755)
  chownSync(folder, nobodyId, nobodyId)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) giveAway(path)
    else chownSync(path, nobodyId, nobodyId)
  }
}
