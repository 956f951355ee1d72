import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { ManyRows } from '../../electron/checkpoint/many-rows.ts'
import { addUploads, newBatch, newUpload, open, query } from './checkpoint-fixture.ts'

describe('many rows in one statement', () => {
  it.each([0, 1, 3, 4, 15, 16, 63, 64, 65, 85, 149, 500])('takes %i, each once and in order', (count) => {
    const sqlite = new Database(':memory:')
    sqlite.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, shared TEXT)')
    const insert = new ManyRows(
      sqlite,
      2,
      (rows) => `INSERT INTO t (a, b, shared) SELECT column1, column2, @shared FROM ${rows}`,
    )
    const values = Array.from({ length: count }, (_, index): [string | null, number] => [
      index % 7 === 0 ? null : `row ${index}`,
      index,
    ])
    expect(insert.run(values, { shared: 's' })).toBe(count)
    expect(sqlite.prepare('SELECT a, b, shared FROM t ORDER BY id').raw().all()).toEqual(
      values.map((value) => [...value, 's']),
    )
    sqlite.close()
  })
})

describe('a portion of a walk', () => {
  it('keeps its order, leaves out what is there already, and notes the renamed ones', () => {
    const checkpoint = open()
    const batchId = newBatch(checkpoint)
    const names = Array.from({ length: 150 }, (_, index) => `${String(index).padStart(3, '0')}.txt`)
    const uploads = names.map((name, index) =>
      index % 50 === 10 ? { ...newUpload(name), renamedFrom: `old ${name}` } : newUpload(name),
    )
    expect(checkpoint.intake.addUploads(batchId, uploads.slice(0, 70))).toBe(70)
    expect(checkpoint.intake.addUploads(batchId, uploads)).toBe(80)
    const { rows } = checkpoint.queue.page(query({ sort: 'queue', limit: 500 }))
    expect(rows.map(({ name }) => name)).toEqual(names)
    const byId = rows.toSorted((a, b) => a.id - b.id)
    expect(byId.map(({ name }) => name)).toEqual(names)
    for (const { id, name } of rows) {
      const renamed = checkpoint.queue.details(id)?.history.map(({ data }) => data.from) ?? []
      expect(renamed).toEqual(Number(name.slice(0, 3)) % 50 === 10 ? [`old ${name}`] : [])
    }
    expect(checkpoint.queue.page(query({ search: '149.txt' })).rows.map(({ name }) => name)).toEqual([
      '149.txt',
    ])
  })
})

it('uploads that end together each keep their own result', () => {
  const checkpoint = open()
  const ids = addUploads(
    checkpoint,
    Array.from({ length: 90 }, (_, index) => `${index}`),
  )
  for (const id of ids) checkpoint.uploads.startLightly(id)
  checkpoint.uploads.together(() => {
    for (const id of ids)
      checkpoint.uploads.finish(id, {
        etag: `E${id}`,
        crc64Local: `${id}`,
        crc64Remote: null,
        requestId: `R${id}`,
      })
  })
  for (const id of ids) {
    expect(checkpoint.queue.details(id)).toMatchObject({
      row: { status: 'done' },
      etag: `E${id}`,
      crc64Local: `${id}`,
      crc64Remote: null,
      requestId: `R${id}`,
    })
  }
  expect(checkpoint.queue.counts().byFilter.done).toBe(90)
})
