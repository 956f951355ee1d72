import type { App, PowerMonitor } from 'electron'
import type { Engine } from '../engine/ports/engine.ts'
import type { Log } from '../engine/ports/log.ts'

interface Parts {
  powerMonitor: PowerMonitor
  app: Pick<App, 'quit'>
  engine: Pick<Engine, 'retryNow'>
  log: Pick<Log, 'info'>
}

/**
 * Sleep needs no preparation, as everything confirmed is recorded already; after it every connection is dead, so nothing
 * waits for its time-out. A shutdown (Linux, macOS) is held up for as long as an ordered quit takes. On Windows the
 * process is simply ended, which is no different from a kill.
 */
export function followPower({ powerMonitor, app, engine, log }: Parts): void {
  powerMonitor.on('suspend', () => log.info('the computer goes to sleep'))
  powerMonitor.on('resume', () => {
    log.info('the computer is awake again')
    engine.retryNow()
  })
  // Electron passes an event here, which its types leave out.
  powerMonitor.on('shutdown', (...args: unknown[]) => {
    const [event] = args as [{ preventDefault(): void } | undefined]
    event?.preventDefault()
    log.info('the computer shuts down')
    app.quit()
  })
}
