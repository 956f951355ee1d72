import { closeSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { checkpointFileIn } from '../../../electron/checkpoint/checkpoint-file.ts'
import type { SeededRandom } from '../../soak/seeded-random.ts'

/** Flips one random bit of the database or of its log, wherever it lies. Answers where, for people. */
export function flipInFile(checkpointFolder: string, random: SeededRandom): string {
  const names = readdirSync(checkpointFolder).filter(
    (name) => statSync(join(checkpointFolder, name)).size > 0,
  )
  const name = random.pick(names)
  const path = join(checkpointFolder, name)
  const offset = random.between(0, statSync(path).size - 1)
  const bit = random.between(0, 7)
  const fd = openSync(path, 'r+')
  const byte = Buffer.alloc(1)
  readSync(fd, byte, 0, 1, offset)
  byte[0] = byte.readUInt8() ^ (1 << bit)
  writeSync(fd, byte, 0, 1, offset)
  closeSync(fd)
  return `${name}, byte ${offset}, bit ${bit}`
}

/** Tables whose rows decide what is sent, from where, and to where; parts twice as often, as there are more of them. */
const tables = ['uploads', 'uploads', 'parts', 'parts', 'batches'] as const

/** Flips one random bit of one random value of one random row, past all constraints. */
export function flipInRow(checkpointFolder: string, random: SeededRandom): string {
  const sqlite = new Database(checkpointFileIn(checkpointFolder))
  try {
    sqlite.pragma('foreign_keys = OFF')
    sqlite.pragma('ignore_check_constraints = ON')
    for (;;) {
      const flipped = tryFlip(sqlite, random)
      if (flipped !== null) return flipped
    }
  } finally {
    sqlite.close()
  }
}

function tryFlip(sqlite: Database.Database, random: SeededRandom): string | null {
  const table = random.pick(tables)
  const rows = sqlite.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).safeIntegers().all()
  const row = random.pick(rows)
  // Generated columns cannot be written.
  const column = random.pick(Object.keys(row).filter((name) => name !== 'progress'))
  const value = flippedValue(row[column], random)
  if (value === null) return null
  const keys = table === 'parts' ? ['upload_id', 'part_number'] : ['id']
  const where = keys.map((key) => `${key} = ${row[key]}`).join(' AND ')
  const set = typeof value === 'bigint' ? '?' : 'CAST(? AS TEXT)'
  try {
    sqlite.prepare(`UPDATE ${table} SET ${column} = ${set} WHERE ${where}`).run(value)
  } catch {
    // Two rows with one key: SQLite itself refuses, and a bit in the file that did that is the business of the other test.
    return null
  }
  return `${table}.${column} where ${where}: ${String(row[column])} became ${String(value)}`
}

function flippedValue(value: unknown, random: SeededRandom): bigint | Buffer | null {
  if (typeof value === 'bigint') return value ^ (1n << BigInt(random.between(0, 47)))
  if (typeof value !== 'string' || value === '') return null
  const bytes = Buffer.from(value)
  const at = random.between(0, bytes.length - 1)
  bytes[at] = bytes.readUInt8(at) ^ (1 << random.between(0, 7))
  return bytes
}
