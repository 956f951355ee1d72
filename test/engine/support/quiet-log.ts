import type { Log } from '../../../electron/engine/ports/log.ts'

/** Says nothing; a test that fails can hand in `console` instead. */
export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message, fields) => console.error(message, fields),
}
