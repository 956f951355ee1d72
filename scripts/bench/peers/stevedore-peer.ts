import { dirname, join } from 'node:path'
import { build } from 'vite'
import { nodePeer } from './node-peer.ts'
import type { Peer } from './peer.ts'

const root = dirname(dirname(dirname(import.meta.dirname)))
/** Inside the project, where what is not bundled is found. */
const outDir = join(root, 'out', 'bench')

/** This program, bundled as it ships: types are stripped beforehand, which would otherwise cost time and memory of its own. */
export async function stevedorePeer(): Promise<Peer> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: true,
      target: 'node24',
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: { stevedore: join(import.meta.dirname, 'stevedore-process.ts') },
        external: ['electron', 'better-sqlite3', /^node:/],
        output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
    ssr: { noExternal: true },
  })
  return nodePeer('stevedore', join(outDir, 'stevedore.js'))
}
