import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

/** Name of the database in the folder that holds it. */
const checkpointFileName = 'checkpoint.sqlite'

/** R10: a folder gets a database of the usual name; a path that ends in `.sqlite` or `.db` is the database itself. */
export function checkpointFileIn(place: string): string {
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? !/\.(sqlite|db)$/i.test(place)
  return isFolder ? path.join(place, checkpointFileName) : place
}

/**
 * Makes the folder and an empty file that only their owner can read, before SQLite opens it: `-wal` inherits the mode.
 * A file that exists is never opened here: closing any descriptor of a database drops this process's locks on it.
 * Another process may make it at the same moment, so making it must not fail when it is there by now.
 */
export function prepareFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  if (existsSync(file)) chmodSync(file, 0o600)
  else closeSync(openSync(file, 'a', 0o600))
}

/**
 * Renames a database that cannot be used, with what belongs to it: `checkpoint-damaged-2026-11-21T10-20-30.sqlite`
 * (no colons: Windows forbids them). Answers the new path.
 */
export function setAside(file: string, why: 'damaged' | 'newer', now: number): string {
  const { dir, name, ext } = path.parse(file)
  const date = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')
  let target = path.join(dir, `${name}-${why}-${date}${ext}`)
  for (let copy = 2; existsSync(target); copy++)
    target = path.join(dir, `${name}-${why}-${date}-${copy}${ext}`)
  // The journal first: a main file without its journal would be replayed by the journal of the next one.
  for (const suffix of ['-wal', '-shm', '-journal']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix)
  }
  renameSync(file, target)
  return target
}
