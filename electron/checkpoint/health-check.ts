import type { Database } from 'better-sqlite3'

/** Below this size the tables are read through at every start; above, only after a crash (about 1 s for 400 MB). */
const alwaysCheckedBytes = 64 * 1024 * 1024

/** The search index is not in the list: it takes the longest to check and can be made again from the rows. */
const checkedTables = [
  'settings',
  'destinations',
  'credentials',
  'batches',
  'left_out',
  'uploads',
  'parts',
  'events',
  'counters',
]

/**
 * Findings about single values: those rows fail their own checksum when they are read (R5), and one bad row is no
 * reason to put the whole queue aside.
 */
const aboutOneValue = /^((NULL|NUMERIC|TEXT|non-[A-Z]+) value in|CHECK constraint failed in) /

/** True when `quick_check` finds the structure of the file sound. */
export function isSound(sqlite: Database): boolean {
  sqlite.pragma('ignore_check_constraints = ON')
  try {
    return checkedTables.every((table) => {
      const findings = sqlite.pragma(`quick_check('${table}')`) as { quick_check: string }[]
      return findings.every(({ quick_check }) => quick_check === 'ok' || aboutOneValue.test(quick_check))
    })
  } finally {
    sqlite.pragma('ignore_check_constraints = OFF')
  }
}

/** Whether this start should take the time for `isSound`. */
export function isCheckDue(sqlite: Database): boolean {
  const pages = sqlite.pragma('page_count', { simple: true }) as number
  const pageSize = sqlite.pragma('page_size', { simple: true }) as number
  if (pages * pageSize < alwaysCheckedBytes) return true
  return sqlite.prepare('SELECT is_open FROM session').pluck().get() !== 0
}
