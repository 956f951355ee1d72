import { defineConfig } from 'vite'

/** The preload as one CommonJS file: a sandboxed page can load nothing else, and may require only `electron`. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'chrome152',
    outDir: 'out/preload',
    emptyOutDir: true,
    rolldownOptions: {
      input: { preload: 'electron/preload.ts' },
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
  ssr: { noExternal: true },
})
