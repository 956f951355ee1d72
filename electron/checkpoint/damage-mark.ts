import { existsSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Damage that SQLite only meets while working (a page in the middle of a large file, the list of free pages) would be
 * met again and again. A small file beside the database makes the next start put it aside.
 */
export function leaveDamageMark(file: string): void {
  if (file === ':memory:') return
  try {
    writeFileSync(markOf(file), '', { mode: 0o600 })
  } catch {
    // The disk is in trouble already; the error that led here is reported all the same.
  }
}

export function hasDamageMark(file: string): boolean {
  return existsSync(markOf(file)) && existsSync(file)
}

export function removeDamageMark(file: string): void {
  rmSync(markOf(file), { force: true })
}

function markOf(file: string): string {
  return `${file}.damaged`
}
