import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'

/** First Node line that runs this program: type stripping, undici 8 and better-sqlite3 13 all need it. */
const firstGoodMajor = 24

/**
 * The Node 24 that the npm package `node` brings.
 * @param {string} root folder of package.json
 */
export function localNodePath(root) {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * The Node to run everything on: the local one, or the present one where the local one cannot start
 * (musl, an unusual processor) and the present one is new enough.
 * @param {string} root
 * @returns {string | null}
 */
export function findNode(root) {
  const local = localNodePath(root)
  if (process.execPath === local && existsSync(local)) return local
  if (spawnSync(local, ['--version'], { stdio: 'ignore' }).status === 0) return local
  const isGood = Number(process.versions.node.split('.')[0]) >= firstGoodMajor && existsSync(process.execPath)
  return isGood ? process.execPath : null
}

/**
 * A Node that setting up may run on. The local one is first in the PATH of an npm script where npm linked it, and the
 * install takes it away while it runs: the one npm itself runs on, or another in PATH, is not inside `node_modules`.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {string} running path of the Node that runs now
 */
export function nodeForSetup(root, env, running) {
  const inside = join(root, 'node_modules') + sep
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const inPath = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))
  const outside = [running, env.npm_node_execpath, ...inPath].find(
    (node) => node !== undefined && !node.startsWith(inside) && existsSync(node),
  )
  return outside ?? running
}

/**
 * The environment with that Node first in PATH, so that every `node` below is the same one.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withNodeFirst(node, env) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...env, [name]: [dirname(node), env[name]].filter(Boolean).join(delimiter) }
}
