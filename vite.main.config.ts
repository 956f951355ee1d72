import { defineConfig } from 'vite'

/** The main process as one ES module: `out/main/main.js`. Only what cannot be bundled stays outside. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/main',
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: { main: 'electron/main.ts' },
      external: ['electron', 'better-sqlite3', 'electron-updater', /^node:/],
      output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
    },
  },
  ssr: { noExternal: true },
})
