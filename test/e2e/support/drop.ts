import type { Page } from 'playwright-core'

/**
 * Drops files and folders of this computer on a point of the window, as a file manager does. Waits until the window has seen
 * it: Chromium passes over a drag that begins before the last one has arrived.
 */
export async function dropFiles(
  page: Page,
  paths: readonly string[],
  at = { x: 400, y: 300 },
): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  const seen = await page.evaluateHandle(() => ({
    drop: new Promise<void>((resolve) => {
      window.addEventListener('drop', () => resolve(), { once: true })
    }),
  }))
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await seen.evaluate(({ drop }) => drop)
  await session.detach()
}

/** Holds files over the window without letting go, e.g. to look at the veil. */
export async function holdFiles(
  page: Page,
  paths: readonly string[],
  at = { x: 400, y: 300 },
): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await session.detach()
}
