import Database from 'better-sqlite3'

/** Bytes `STDV`: how a checkpoint database is told from another program's. */
const applicationId = 0x53_54_44_56

/** Pages (4 KiB) in the write-ahead log before it is folded back: fewer, larger folds than SQLite's 1,000. */
const walPages = 4000

/**
 * Opens the file and takes it for this process alone. In exclusive locking mode SQLite holds the operating system's
 * lock on the file until the connection closes; when the process is killed, the system releases it.
 * `busyTimeoutMs` is how long to wait for another process that may be just about to quit.
 *
 * `synchronous = NORMAL`: a commit survives `kill -9`; a power cut may lose the last commits, never the file.
 * That costs at most some parts sent again or, with the server's part list, nothing.
 */
export function connect(file: string, busyTimeoutMs: number): Database.Database {
  const sqlite = new Database(file, { timeout: busyTimeoutMs })
  try {
    sqlite.pragma('locking_mode = EXCLUSIVE')
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = NORMAL')
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('cache_size = -32000')
    sqlite.pragma(`wal_autocheckpoint = ${walPages}`)
    // A folded log keeps its file; without a limit it would keep its largest size for good.
    sqlite.pragma('journal_size_limit = 67108864')
    sqlite.exec('BEGIN EXCLUSIVE; COMMIT')
    return sqlite
  } catch (thrown) {
    sqlite.close()
    throw thrown
  }
}

export function claim(sqlite: Database.Database): void {
  sqlite.pragma(`application_id = ${applicationId}`)
}

/** A database with tables in it that this program did not make. */
export function isForeign(sqlite: Database.Database): boolean {
  if (sqlite.pragma('application_id', { simple: true }) === applicationId) return false
  return sqlite.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined
}
