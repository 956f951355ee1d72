/** The user without any rights that Linux and macOS know. */
export const nobodyId = 65_534

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
