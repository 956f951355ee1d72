import type { TestProject } from 'vitest/node'
import { buildWindow } from './build-window.ts'
import { findChromium } from './find-chromium.ts'
import { serveWindow } from './serve-window.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Null where there is no Chromium to test with. */
    chromiumPath: string | null
    windowUrl: string
    fakeScript: string
  }
}

/** Builds and serves the window once for all browser tests. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const chromiumPath = findChromium()
  project.provide('chromiumPath', chromiumPath)
  if (chromiumPath === null) {
    console.log(
      'window tests skipped: no Chromium found; install it (apt-get install chromium) or set CHROMIUM',
    )
    project.provide('windowUrl', '')
    project.provide('fakeScript', '')
    return undefined
  }
  const built = await buildWindow()
  const server = await serveWindow(built.folder)
  project.provide('windowUrl', server.url)
  project.provide('fakeScript', built.fakeScript)
  return async () => {
    await server.close()
    await built.remove()
  }
}
