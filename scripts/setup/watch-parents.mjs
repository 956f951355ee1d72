import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const everyMs = 500

/**
 * Calls `onGone` once when the npm that runs this script is gone. npm starts scripts through a shell which, when npm is
 * killed, may live on as if nothing had happened; so the shell's own parent is watched as well.
 * Does nothing outside npm: a program started in the background may outlive its shell.
 * @param {() => void} onGone
 */
export function onNpmGone(onGone) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const grandparent = parentOf(parent)
  const isNpmThere = () => {
    if (process.ppid !== parent || !isAlive(parent)) return false
    // Asking again is cheap on Linux and sees what a signal does not: a killed process that nobody has buried yet.
    if (process.platform === 'linux') return parentOf(parent) === grandparent
    return grandparent <= 1 || isAlive(grandparent)
  }
  const timer = setInterval(() => {
    if (isNpmThere()) return
    clearInterval(timer)
    onGone()
  }, everyMs)
  timer.unref()
}

/**
 * 0 where it cannot be told.
 * @param {number} pid
 */
function parentOf(pid) {
  try {
    if (process.platform === 'linux') {
      // After the name in parentheses, which may itself hold anything: state, then the parent.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    }
    if (process.platform === 'win32') return 0
    return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout) || 0
  } catch {
    return 0
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
