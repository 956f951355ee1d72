import type { Log } from '../engine/ports/log.ts'

/**
 * What nobody caught is written down before the program ends: in a state nobody foresaw it must not go on sending.
 * Everything confirmed is in the database, so the next start continues.
 */
export function endOnUncaughtErrors(log: Pick<Log, 'error'>, exit: (code: number) => void): void {
  const end = (what: string) => (error: unknown) => {
    log.error(what, { error })
    exit(1)
  }
  process.on('uncaughtException', end('an error was not caught'))
  process.on('unhandledRejection', end('a rejection was not handled'))
}
