import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { checkpointFileIn } from '../../electron/checkpoint/checkpoint-file.ts'
import type { CheckpointSnapshot } from './ledger.ts'

/**
 * What the checkpoint holds while nobody has it open. Looks at a copy: opening the database itself would fold its log, and
 * the next start of the program must find exactly what the kill left.
 */
export function readCheckpoint(folder: string): CheckpointSnapshot & { leftovers: number } {
  const takenAt = performance.now()
  const copy = mkdtempSync(join(tmpdir(), 'stevedore-snapshot-'))
  try {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      copyFileSync(join(folder, name), join(copy, name))
    }
    const file = checkpointFileIn(copy)
    const nothing = { takenAt, parts: new Set<string>(), finished: new Set<string>(), leftovers: 0 }
    return existsSync(file) ? { takenAt, ...readTables(file) } : nothing
  } finally {
    rmSync(copy, { recursive: true })
  }
}

function readTables(file: string) {
  const sqlite = new Database(file)
  try {
    const has = (table: string) =>
      sqlite.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined
    // Killed before the first migration was through.
    if (!has('parts')) return { parts: new Set<string>(), finished: new Set<string>(), leftovers: 0 }
    const names = (sql: string) => new Set(sqlite.prepare<[], string>(sql).pluck().all())
    return {
      parts: names(
        `SELECT multipart_upload_id || '#' || part_number FROM parts JOIN uploads ON uploads.id = upload_id`,
      ),
      finished: names(`SELECT object_key FROM uploads WHERE status = 'done'`),
      leftovers:
        sqlite
          .prepare<[], number>(`
            SELECT (SELECT count(*) FROM parts JOIN uploads ON uploads.id = upload_id WHERE status = 'done')
                 + (SELECT count(*) FROM uploads WHERE status = 'done' AND plan_mode IS NOT NULL)`)
          .pluck()
          .get() ?? 0,
    }
  } finally {
    sqlite.close()
  }
}
