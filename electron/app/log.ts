import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import electronLog from 'electron-log/node'
import { redact } from '../../shared/redact.ts'
import type { Log } from '../engine/ports/log.ts'

/** The older half is kept as `stevedore.1.log`. */
const limitBytes = 5 * 1024 * 1024

/** Absolute paths of the program's log and of the older half, in the folder the log was opened in. */
export function logFiles(folder: string): { newest: string; older: string } {
  return { newest: join(folder, 'stevedore.log'), older: join(folder, 'stevedore.1.log') }
}

/**
 * The program's log, one line of JSON per entry in `stevedore.log` of `folder`, without secrets, for its owner only.
 * Warnings and errors also go to the terminal. Written at once: the last line before a crash is the one that matters. A
 * file that cannot be written is no reason to stop.
 */
export function openLog(folder: string): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { newest, older } = logFiles(folder)
  const { file } = electronLog.create({ logId: newest }).transports
  file.resolvePathFn = () => newest
  file.maxSize = limitBytes
  file.archiveLogFn = () => renameSync(newest, older)
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  // Entries come as finished lines.
  file.transforms = [({ data }) => data]

  function write(level: keyof Log, message: string, fields: Record<string, unknown> = {}): void {
    const entry = { at: new Date().toISOString(), level, message, ...(redact(fields) as object) }
    const line = JSON.stringify(entry)
    if (level === 'warn' || level === 'error') process.stderr.write(`${line}\n`)
    file({ date: new Date(), level, data: [line] })
  }

  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  }
}
