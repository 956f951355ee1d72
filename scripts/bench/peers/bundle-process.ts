/**
 * Bundles a program: its arguments are the folder, the name and the file to begin with. A process
 * of its own: what a parent has used counts as the peak of every child it starts afterwards.
 */
import { build } from 'vite'

const [outDir = '', name = '', entry = ''] = process.argv.slice(2)
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
      input: { [name]: entry },
      external: ['electron', 'better-sqlite3', /^node:/],
      output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
    },
  },
  ssr: { noExternal: true },
})
