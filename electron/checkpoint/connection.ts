import Database from 'better-sqlite3'
import { attachScratch } from './scratch.ts'

/** Bytes `STDV`: how a checkpoint database is told from another program's. */
const applicationId = 0x53_54_44_56

/**
 * Pages (4 KiB) in the write-ahead log before it is folded back: each fold waits for the disk, and a page that changed a
 * hundred times is folded once. The log stays below the 64 MiB that `journal_size_limit` leaves of it.
 */
const walPages = 16_000

/** Longest pause before asking again for a database that another process has. */
const longestPauseMs = 40

/**
 * Opens the file and takes it for this process alone. In exclusive locking mode SQLite holds the operating system's
 * lock on the file until the connection closes; when the process is killed, the system releases it.
 * `busyTimeoutMs` is how long to wait for another process that may be just about to quit.
 *
 * Each try lets go of everything: two processes that make the same new database can hold a read lock each and wait for
 * the other's, which SQLite ends for both with SQLITE_BUSY. A pause of random length lets one of them in.
 *
 * `synchronous = NORMAL`: a commit survives `kill -9`; a power cut may lose the last commits, never the file.
 * That costs at most some parts sent again or, with the server's part list, nothing.
 */
export function connect(file: string, busyTimeoutMs: number): Database.Database {
  const giveUpAt = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      return connectOnce(file)
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() >= giveUpAt) throw thrown
    }
    pause(1 + Math.random() * longestPauseMs)
  }
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_BUSY')
}

/** Opening is synchronous, as SQLite is; so is this pause. */
function pause(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs)
}

function connectOnce(file: string): Database.Database {
  const sqlite = new Database(file, { timeout: 0 })
  try {
    sqlite.pragma('locking_mode = EXCLUSIVE')
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = NORMAL')
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('cache_size = -16000')
    sqlite.pragma(`wal_autocheckpoint = ${walPages}`)
    // A folded log keeps its file; without a limit it would keep its largest size for good.
    sqlite.pragma('journal_size_limit = 67108864')
    sqlite.exec('BEGIN EXCLUSIVE; COMMIT')
    attachScratch(sqlite)
    return sqlite
  } catch (thrown) {
    sqlite.close()
    throw thrown
  }
}

/** Marks the database as this program's, so that a foreign one at its place is never taken for it. */
export function claim(sqlite: Database.Database): void {
  sqlite.pragma(`application_id = ${applicationId}`)
}

/** A database with tables in it that this program did not make. */
export function isForeign(sqlite: Database.Database): boolean {
  if (sqlite.pragma('application_id', { simple: true }) === applicationId) return false
  return sqlite.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined
}
