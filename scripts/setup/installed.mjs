import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localNodePath } from './local-node.mjs'

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean, os?: string[], cpu?: string[] }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lockfile
 */

/**
 * Compares what package-lock.json asks for with what npm noted in `node_modules/.package-lock.json`.
 * Optional packages may be absent (they are for other platforms), but never in another version.
 * @param {Lockfile} wanted
 * @param {Lockfile} present
 * @returns {string[]} paths that are missing or differ
 */
export function differingPackages(wanted, present) {
  const differing = []
  for (const [path, locked] of Object.entries(wanted.packages)) {
    if (path === '' || locked.link) continue
    const found = present.packages[path]
    if (found === undefined) {
      if (!locked.optional && !locked.devOptional) differing.push(path)
    } else if (found.version !== locked.version || found.integrity !== locked.integrity) {
      differing.push(path)
    }
  }
  return differing
}

/**
 * How many packages an install brings on this platform.
 * @param {Lockfile | null} lockfile
 */
export function packagesForHere(lockfile) {
  return Object.entries(lockfile?.packages ?? {}).filter(
    ([path, { os, cpu }]) =>
      path !== '' && (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true),
  ).length
}

/**
 * @param {string} root folder of package.json
 * @returns {'ready' | 'packages' | 'node'} what set-up has left to do: nothing, everything, or only the local Node
 */
export function setupState(root) {
  const present = readJson(join(root, 'node_modules', '.package-lock.json'))
  if (present === null) return 'packages'
  const wanted = readJson(join(root, 'package-lock.json'))
  if (wanted === null || differingPackages(wanted, present).length > 0) return 'packages'
  return existsSync(localNodePath(root)) ? 'ready' : 'node'
}

/** @param {string} path */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    // Absent or cut off by a crash: both mean "not installed". Anything else must be seen.
    if (error instanceof SyntaxError || /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT')
      return null
    throw error
  }
}
