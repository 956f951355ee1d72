import type { Log } from '../engine/ports/log.ts'

/** The engine's log for `--verbose`, on standard error; without it only what is a bug is shown. */
export function terminalLog(isVerbose: boolean): Log {
  const line =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      const details = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      process.stderr.write(`${[level, message, ...details].join(' ')}\n`)
    }
  const silent = () => {}
  return {
    debug: silent,
    info: isVerbose ? line('info') : silent,
    warn: isVerbose ? line('warn') : silent,
    error: line('error'),
  }
}
