import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * Tests of whole processes and of a browser depend on what else the machine does. One more try keeps a hiccup from hiding
 * the other results; `npm test` lists every test that needed it, with what went wrong.
 */
const retries = 1

/** What is polled for is waited for, however slow the machine: only a condition that never holds runs into this. */
const patient = { poll: { timeout: 15_000 } }

/**
 * Files that run side by side. Vitest leaves a core to itself, which on a machine with two halves the speed; tests wait for
 * conditions and keep to folders and ports of their own, so they may share. A browser that draws without a graphics card fills
 * both cores by itself: files that drive one take turns.
 */
const maxWorkers = Math.max(2, availableParallelism() - 1)

export default defineConfig({
  test: {
    // `npm run coverage`. Components, the composition roots and the sandboxed preload run in processes of their own
    // (window, e2e, terminal), which are not counted here.
    coverage: {
      provider: 'v8',
      include: ['{electron,shared}/**/*.ts', 'renderer/**/*.ts'],
      reporter: ['text', 'html', 'json-summary'],
      reportsDirectory: 'coverage',
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/e2e/**', 'test/renderer/browser/**', 'test/terminal/**', 'test/packaging/**'],
          environment: 'node',
          expect: patient,
          testTimeout: 60_000,
          maxWorkers,
        },
      },
      {
        // Whole commands as processes of their own: killed, continued, started side by side.
        test: {
          name: 'terminal',
          include: ['test/terminal/**/*.test.ts'],
          environment: 'node',
          expect: patient,
          testTimeout: 90_000,
          retry: retries,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'window',
          include: ['test/renderer/browser/**/*.test.ts'],
          globalSetup: ['test/renderer/browser/global-setup.ts'],
          environment: 'node',
          expect: patient,
          testTimeout: 60_000,
          retry: retries,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        // Installs electron-builder at its first run, beside the project; packs without a network and without a runtime.
        test: {
          name: 'packaging',
          include: ['test/packaging/**/*.test.ts'],
          environment: 'node',
          expect: patient,
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          expect: patient,
          testTimeout: 90_000,
          retry: retries,
          hookTimeout: 90_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
