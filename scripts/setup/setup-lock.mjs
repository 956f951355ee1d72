import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const beatMs = 2_000
/** A holder that has not touched its lock for this long is gone, whatever runs under its pid now. */
const staleMs = 30_000

/**
 * Runs `task` while holding a lock file, so that two commands started at once do not install over each other.
 * A lock left by a killed command is taken over.
 * @template T
 * @param {string} path
 * @param {() => void} onWait called once when somebody else holds the lock
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withSetupLock(path, onWait, task) {
  mkdirSync(dirname(path), { recursive: true })
  let hasSaid = false
  while (!tryTake(path)) {
    if (!hasSaid) onWait()
    hasSaid = true
    await sleep(250)
  }
  const beat = setInterval(() => touch(path), beatMs)
  try {
    return await task()
  } finally {
    clearInterval(beat)
    rmSync(path, { force: true })
  }
}

/** @param {string} path */
function tryTake(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
  }
  const holder = holderOf(path)
  if (holder === null || isHeld(holder)) return false
  // Only one of several waiters can rename the stale file. If a fresh lock came in between, it is put back.
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    if (readFileSync(aside, 'utf8') !== holder.pid) linkSync(aside, path)
  } catch {
    // Somebody else was quicker; the next round sees what they left.
  }
  rmSync(aside, { force: true })
  return false
}

/**
 * @param {string} path
 * @returns {{ pid: string, ageMs: number } | null} null when the lock has just been released
 */
function holderOf(path) {
  try {
    return { pid: readFileSync(path, 'utf8'), ageMs: Date.now() - statSync(path).mtimeMs }
  } catch {
    return null
  }
}

/** @param {{ pid: string, ageMs: number }} holder */
function isHeld(holder) {
  if (holder.ageMs > staleMs) return false
  // Empty: created a moment ago, the pid not yet written.
  if (holder.pid === '') return true
  try {
    process.kill(Number(holder.pid), 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // The lock was taken away by hand; the work under it is still worth finishing.
  }
}
