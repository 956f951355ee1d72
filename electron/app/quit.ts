import type { App } from 'electron'

/** Long enough to cut requests and close the database, short enough for a shutdown. */
const limitMs = 4000

/**
 * Runs `stop` before the program ends, however the end was asked for (menu, signal, last window), but never waits
 * longer than the limit: everything that matters is in the database already.
 */
export function stopBeforeQuit(app: App, stop: () => Promise<void>, onError: (error: unknown) => void): void {
  let isStopping = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (isStopping) return
    isStopping = true
    const limit = setTimeout(() => app.exit(0), limitMs)
    stop()
      .catch(onError)
      .finally(() => {
        clearTimeout(limit)
        app.exit(0)
      })
  })
}
