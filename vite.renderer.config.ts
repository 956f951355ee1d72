import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const devBridge = fileURLToPath(new URL('./test/renderer/dev-bridge.ts', import.meta.url))

/**
 * `npm run dev:renderer` opens the window in a browser on a simulated queue. Only the development server
 * loads the simulation; a build never sees it.
 */
function simulatedQueue(): Plugin {
  return {
    name: 'simulated-queue',
    apply: 'serve',
    transformIndexHtml: () => [
      { tag: 'script', attrs: { type: 'module', src: `/@fs/${devBridge}` }, injectTo: 'head-prepend' },
    ],
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('./renderer', import.meta.url)),
  // The window is loaded from files: every address is relative.
  base: './',
  plugins: [react(), simulatedQueue()],
  server: { host: '127.0.0.1', port: 0, fs: { allow: [fileURLToPath(new URL('.', import.meta.url))] } },
  build: {
    outDir: fileURLToPath(new URL('./out/renderer', import.meta.url)),
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    target: 'chrome140',
    // The window's policy allows no inline scripts or styles, and `data:` only for pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Loaded from the disk beside it: one file is right, whatever its size.
    chunkSizeWarningLimit: 2000,
  },
})
