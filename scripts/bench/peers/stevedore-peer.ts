import { dirname, join } from 'node:path'
import { nodePeer } from './node-peer.ts'
import type { Peer } from './peer.ts'
import { runProgram } from './run-program.ts'

const root = dirname(dirname(dirname(import.meta.dirname)))
/** Inside the project, where what is not bundled is found. */
const outDir = join(root, 'out', 'bench')

/** This program, bundled as it ships: types are stripped beforehand, which would otherwise cost time and memory of its own. */
export async function stevedorePeer(): Promise<Peer> {
  await runProgram(process.execPath, [join(import.meta.dirname, 'bundle-process.ts'), outDir])
  return nodePeer('stevedore', join(outDir, 'stevedore.js'))
}
