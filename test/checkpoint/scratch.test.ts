import { join } from 'node:path'
import { expect, it } from 'vitest'
import { connect } from '../../electron/checkpoint/connection.ts'
import { keepSmallThingsInMemory } from '../../electron/checkpoint/scratch.ts'
import { addUploads, open, temporaryFolder } from './checkpoint-fixture.ts'

it('tables that may grow with the queue are in a file, what single statements need is in memory', () => {
  const sqlite = connect(join(temporaryFolder(), 'checkpoint.db'), 0)
  try {
    keepSmallThingsInMemory(sqlite)
    sqlite.exec('CREATE TABLE scratch.many (id INTEGER)')
    // SQLite says `memory` of a database that it keeps there.
    expect(sqlite.pragma('scratch.journal_mode', { simple: true })).toBe('delete')
    expect(sqlite.pragma('temp_store', { simple: true })).toBe(2)
  } finally {
    sqlite.close()
  }
})

it('nothing of it is left beside the database, or in it', () => {
  const folder = temporaryFolder()
  const checkpoint = open(folder)
  const [id = 0] = addUploads(checkpoint, ['a.bin'])
  checkpoint.uploads.apply(id, 'start')
  checkpoint.uploads.finish(id, { etag: '"e"', crc64Local: '7', crc64Remote: '7', requestId: 'R' })
  expect(checkpoint.history.takeOut({ kind: 'all', filter: 'all' }, true).changed).toBe(1)
  checkpoint.close()
  const sqlite = connect(checkpoint.file, 0)
  try {
    const names = sqlite.prepare('SELECT name FROM main.sqlite_schema').pluck().all()
    expect(names.filter((name) => String(name).startsWith('remov'))).toEqual([])
    expect(sqlite.prepare('SELECT count(*) FROM scratch.sqlite_schema').pluck().get()).toBe(0)
  } finally {
    sqlite.close()
  }
})
