import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../engine/ports.ts'
import { redact } from './redact.ts'

/** The older half is kept as `stevedore.1.log`. */
const limitBytes = 5 * 1024 * 1024

/**
 * The program's log, one line of JSON per entry in `stevedore.log` of `folder`, without secrets. Warnings and errors
 * also go to the terminal. Written at once: the last line before a crash is the one that matters.
 */
export function openLog(folder: string): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'stevedore.log')
  let sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0

  function write(level: keyof Log, message: string, fields: Record<string, unknown> = {}): void {
    const entry = { at: new Date().toISOString(), level, message, ...(redact(fields) as object) }
    const line = `${JSON.stringify(entry)}\n`
    if (level === 'warn' || level === 'error') process.stderr.write(line)
    try {
      if (sizeBytes > limitBytes) {
        renameSync(file, join(folder, 'stevedore.1.log'))
        sizeBytes = 0
      }
      appendFileSync(file, line, { mode: 0o600 })
      sizeBytes += Buffer.byteLength(line)
    } catch {
      // A full disk must not stop uploads because nobody can write about them.
    }
  }

  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  }
}
