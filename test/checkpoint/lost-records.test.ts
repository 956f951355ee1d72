import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { losesRecords } from '../../electron/checkpoint/lost-records.ts'
import { addUpload, idsOf, open, temporaryFolder } from './checkpoint-fixture.ts'

const frameBytes = 4096 + 24

/** A checkpoint as a kill leaves it: everything is still in the log. */
function killedCheckpoint(): { file: string; ids: number[]; log: Buffer } {
  const checkpoint = open(temporaryFolder())
  for (let i = 0; i < 3; i += 1) addUpload(checkpoint)
  const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
  for (const suffix of ['', '-wal']) copyFileSync(checkpoint.file + suffix, file + suffix)
  return { file, ids: idsOf(checkpoint), log: readFileSync(`${file}-wal`) }
}

function flipBit(file: string, log: Buffer, offset: number): void {
  const byte = log.readUInt8(offset) ^ 4
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.from([byte]), 0, 1, offset)
  closeSync(descriptor)
}

it('a killed program has lost nothing', () => {
  const { file, ids } = killedCheckpoint()
  expect(losesRecords(file)).toBe(false)
  const reopened = open(file)
  expect(idsOf(reopened)).toEqual(ids)
  expect(reopened.notices).toEqual([])
})

it('one flipped bit anywhere in the log is noticed, and people are told at the start (R5)', () => {
  const { file, log } = killedCheckpoint()
  const wal = `${file}-wal`
  for (let offset = 0; offset < log.length; offset += 1_511) {
    flipBit(wal, log, offset)
    expect(losesRecords(file), `byte ${offset}`).toBe(true)
    writeFileSync(wal, log)
  }
  // The salts of the last frame: SQLite takes it for what an earlier round of the log left behind.
  flipBit(wal, log, log.length - frameBytes + 9)
  expect(losesRecords(file)).toBe(true)
  expect(open(file).notices).toEqual([{ kind: 'recordsLost', level: 'warning', params: { file } }])
})

it('a log that a power cut left with a hole is noticed', () => {
  const { file, log } = killedCheckpoint()
  const wal = `${file}-wal`
  log.fill(0, 32 + 5 * frameBytes, 32 + 6 * frameBytes)
  writeFileSync(wal, log)
  expect(losesRecords(file)).toBe(true)
})

it('a last write that was cut short is no loss', () => {
  const { file, log } = killedCheckpoint()
  truncateSync(`${file}-wal`, log.length - 100)
  expect(losesRecords(file)).toBe(false)
})

it('what an earlier round of the log left behind is no loss', () => {
  const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
  const sqlite = new Database(file)
  sqlite.pragma('journal_mode = WAL')
  sqlite.exec('CREATE TABLE t (x BLOB); INSERT INTO t VALUES (zeroblob(50000))')
  sqlite.pragma('wal_checkpoint(RESTART)')
  // Overwrites the beginning of the log; the frames of the first round stand behind it.
  sqlite.exec('DELETE FROM t')
  const log = readFileSync(`${file}-wal`)
  const salts = new Set<string>()
  for (let offset = 32; offset < log.length; offset += frameBytes) {
    salts.add(log.toString('hex', offset + 8, offset + 16))
  }
  expect(salts.size).toBe(2)
  expect(losesRecords(file)).toBe(false)
  sqlite.close()
})

it('a database that was closed has no log and has lost nothing', () => {
  const checkpoint = open(temporaryFolder())
  addUpload(checkpoint)
  checkpoint.close()
  expect(losesRecords(checkpoint.file)).toBe(false)
})
