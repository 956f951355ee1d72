import type { Database } from 'better-sqlite3'
import { tables } from './001-tables.ts'
import { searchAndSort } from './002-search-and-sort.ts'
import { batchesAndOrder } from './003-batches-and-order.ts'
import { startOver } from './004-start-over.ts'
import { network } from './005-network.ts'
import { credentialSource } from './006-credential-source.ts'
import { conflictExceptions } from './007-conflict-exceptions.ts'
import { waitingDrops } from './008-waiting-drops.ts'
import { lanes } from './009-lanes.ts'
import { longCommands } from './010-long-commands.ts'
import { finished } from './011-finished.ts'

/** In order; a database at `user_version` n has had the first n. Never edit one that was released, add the next. */
export const migrations: readonly { name: string; sql: string }[] = [
  { name: 'tables', sql: tables },
  { name: 'search and sort', sql: searchAndSort },
  { name: 'batches and order', sql: batchesAndOrder },
  { name: 'start over', sql: startOver },
  { name: 'network', sql: network },
  { name: 'credential source', sql: credentialSource },
  { name: 'conflict exceptions', sql: conflictExceptions },
  { name: 'waiting drops', sql: waitingDrops },
  { name: 'lanes', sql: lanes },
  { name: 'long commands', sql: longCommands },
  { name: 'finished', sql: finished },
]

/** One step of bringing a database of an earlier version to this one. */
export interface Upgrade {
  name: string
  /** Of the database, after the step. */
  version: number
  /** Null when it begins: with very many rows it takes seconds. */
  tookMs: number | null
}

/** Brings the database to `target`, each step in a transaction of its own that also counts the version up. A new one is told nothing of. */
export function migrate(
  sqlite: Database,
  target = migrations.length,
  onUpgrade: (upgrade: Upgrade) => void = () => undefined,
): void {
  const isNew = userVersion(sqlite) === 0
  for (let version = userVersion(sqlite); version < target; version++) {
    const migration = migrations[version]
    if (!migration) throw new Error(`There is no migration ${version + 1}`)
    const upgrade = { name: migration.name, version: version + 1 }
    if (!isNew) onUpgrade({ ...upgrade, tookMs: null })
    const startedAt = performance.now()
    sqlite.transaction(() => {
      sqlite.exec(migration.sql)
      sqlite.pragma(`user_version = ${version + 1}`)
    })()
    if (!isNew) onUpgrade({ ...upgrade, tookMs: performance.now() - startedAt })
  }
}

export function userVersion(sqlite: Database): number {
  return sqlite.pragma('user_version', { simple: true }) as number
}
