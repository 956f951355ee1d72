import { join } from 'node:path'
import { packagesForHere, readJson, setupState } from './installed.mjs'
import { findNode, nodeForSetup } from './local-node.mjs'
import { npm, runQuietly, SetupError } from './npm.mjs'
import { withSetupLock } from './setup-lock.mjs'
import { say } from './words.mjs'

/**
 * Installs what package-lock.json asks for when node_modules differs, and answers the Node to run on.
 * Costs two file reads when nothing is to be done.
 * @param {string} root folder of package.json
 * @param {(line: string) => void} tell one calm line at a time
 * @returns {Promise<string>} path of Node 24
 */
export async function ensureSetup(root, tell) {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new SetupError(say('oldNode', { version: process.version }))
  if (setupState(root) !== 'ready') {
    await withSetupLock(
      join(root, '.cache', 'setup.lock'),
      () => tell(say('waiting')),
      () => install(root, tell),
    )
  }
  const node = findNode(root)
  if (node === null)
    throw new SetupError(say('noLocalNode', { platform: `${process.platform} ${process.arch}` }))
  return node
}

/**
 * @param {string} root
 * @param {(line: string) => void} tell
 */
async function install(root, tell) {
  const startedAt = Date.now()
  // Asked again under the lock: whoever held it before may have done the work.
  const state = setupState(root)
  if (state === 'ready') return
  if (state === 'packages') {
    tell(say('installing', { count: packagesForHere(readJson(join(root, 'package-lock.json'))) }))
    // Without install scripts: old npm would run node-gyp for better-sqlite3, which carries its binaries already.
    await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], root)
  }
  // The one install script that is needed: the package `node` fetches the binary of this platform.
  await runQuietly(
    {
      file: nodeForSetup(root, process.env, process.execPath),
      args: ['installArchSpecificPackage'],
      shell: false,
    },
    join(root, 'node_modules', 'node'),
  ).catch((error) => {
    // There is none for every platform; a present Node that is new enough does as well.
    if (findNode(root) === null) throw error
  })
  tell(say('ready', { seconds: ((Date.now() - startedAt) / 1000).toFixed(0) }))
}
