/**
 * Bundles our peer into the folder that is its argument. A process of its own: what a parent has used counts as the peak
 * of every child it starts afterwards.
 */
import { join } from 'node:path'
import { build } from 'vite'

const [outDir = ''] = process.argv.slice(2)
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
