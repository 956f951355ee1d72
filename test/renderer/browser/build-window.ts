import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export interface BuiltWindow {
  /** Folder of the production build. */
  folder: string
  /** Script that makes `createFakeBridge` known to a page; never part of the build. */
  fakeScript: string
  remove(): Promise<void>
}

/** Builds the window as it ships, into a folder of its own, and the simulated main process apart from it. */
export async function buildWindow(): Promise<BuiltWindow> {
  const folder = await mkdtemp(join(tmpdir(), 'stevedore-window-'))
  await build({
    configFile: join(root, 'vite.renderer.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(folder, 'page'), emptyOutDir: true },
  })
  await build({
    configFile: false,
    logLevel: 'warn',
    root,
    build: {
      outDir: join(folder, 'fake'),
      emptyOutDir: true,
      lib: {
        entry: join(root, 'test/renderer/fake/fake-bridge.ts'),
        formats: ['iife'],
        name: 'fakeMain',
        fileName: () => 'fake.js',
      },
    },
  })
  return {
    folder: join(folder, 'page'),
    fakeScript: await readFile(join(folder, 'fake/fake.js'), 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
