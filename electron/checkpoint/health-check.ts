import type { Database } from 'better-sqlite3'

/** Below this size the whole file is read through at every start; above, its tables and only after a crash. */
const alwaysCheckedBytes = 64 * 1024 * 1024

/** Without the search index, whose own check takes longer than all the others (1.5 s with a million uploads). */
const tables = [
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

/** True when the file needs no check now, or when `quick_check` finds its structure sound. */
export function isSound(sqlite: Database): boolean {
  const isSmall = sizeBytes(sqlite) < alwaysCheckedBytes
  if (!isSmall && !wasLeftOpen(sqlite)) return true
  sqlite.pragma('ignore_check_constraints = ON')
  try {
    return isSmall
      ? passes(sqlite, 'quick_check')
      : tables.every((table) => passes(sqlite, `quick_check('${table}')`))
  } finally {
    sqlite.pragma('ignore_check_constraints = OFF')
  }
}

function passes(sqlite: Database, check: string): boolean {
  const findings = sqlite.pragma(check) as { quick_check: string }[]
  return findings.every(({ quick_check }) => quick_check === 'ok' || aboutOneValue.test(quick_check))
}

function sizeBytes(sqlite: Database): number {
  const pages = sqlite.pragma('page_count', { simple: true }) as number
  return pages * (sqlite.pragma('page_size', { simple: true }) as number)
}

/** The last session did not end by `close`. */
function wasLeftOpen(sqlite: Database): boolean {
  return sqlite.prepare('SELECT is_open FROM session').pluck().get() !== 0
}
