import type Database from 'better-sqlite3'

/**
 * Gives the connection a second database for tables that may have as many rows as the queue: `scratch.NAME`. It is a file without
 * a name that SQLite writes once the rows no longer fit its cache, and that is gone with the connection. To be called before
 * `keepSmallThingsInMemory`, which is what makes SQLite's own temporary tables unfit for that.
 *
 * Source: https://sqlite.org/inmemorydb.html#temp_db
 */
export function attachScratch(sqlite: Database.Database): void {
  sqlite.exec("ATTACH DATABASE '' AS scratch")
}

/**
 * Keeps in memory what SQLite needs for single statements, above all a copy of every page that a statement changes while it may
 * still fail: otherwise all of them are written to a file as soon as they are more than 64 KiB, which was a tenth of the time of
 * small files. To be called once the tables are made: the rows that an index is made of are sorted in memory from then on.
 *
 * Source: https://sqlite.org/tempfiles.html#statement_journal_files
 */
export function keepSmallThingsInMemory(sqlite: Database.Database): void {
  sqlite.pragma('temp_store = MEMORY')
}
