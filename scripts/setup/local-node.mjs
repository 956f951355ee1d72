import { spawnSync } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'

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
  if (process.execPath === local) return local
  if (spawnSync(local, ['--version'], { stdio: 'ignore' }).status === 0) return local
  return Number(process.versions.node.split('.')[0]) >= firstGoodMajor ? process.execPath : null
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
