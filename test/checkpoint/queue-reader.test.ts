import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenCheckpoint, openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { statusOrder } from '../../electron/checkpoint/queue-sorts.ts'
import {
  filterStatuses,
  type QueueQuery,
  type QueueSort,
  queueFilters,
  queueSorts,
  type UploadRow,
} from '../../shared/queue.ts'
import { uploadStatuses } from '../../shared/upload-state.ts'
import {
  addUpload,
  addUploads,
  first,
  multipart,
  newBatch,
  open,
  part,
  query,
  saveDestination,
} from './checkpoint-fixture.ts'

const names = ['alpha', 'Beta', 'gamma delta', 'Ärger', '照片集', 'ДОМ', '50%_off', 'quote"s', 'zeta']
const endings = ['.mov', '.JPG', '.txt']

/** 100,000 uploads of two destinations in every status, made in one go; read-only from then on. */
describe('100,000 uploads', () => {
  const count = 100_000
  let checkpoint: OpenCheckpoint
  let model: UploadRow[]

  beforeAll(() => {
    checkpoint = openCheckpoint(':memory:')
    saveDestination(checkpoint, 'd1')
    saveDestination(checkpoint, 'd2')
    for (const [destinationId, share] of [
      ['d1', 0.9],
      ['d2', 0.1],
    ] as const) {
      const batchId = newBatch(checkpoint, { destinationId })
      const total = Math.round(count * share)
      for (let start = 0; start < total; start += 1000) {
        checkpoint.intake.addUploads(
          batchId,
          Array.from({ length: 1000 }, (_, offset) => {
            const index = start + offset
            const name = `${names[index % 9]} ${index % 101}/${(index * 7919) % 1000}${endings[index % 3]}`
            return {
              sourcePath: `/${index}`,
              name,
              objectKey: `backup/${index}/${name}`,
              sizeBytes: (index * 31) % 5000,
            }
          }),
        )
      }
    }
    spreadStatuses(checkpoint)
    model = everyRow(checkpoint)
  }, 120_000)

  /** Most end, many wait, a few are in each other status. */
  function spreadStatuses({ uploads }: OpenCheckpoint): void {
    const every = (step: number, from: number) => ({
      kind: 'ids' as const,
      ids: Array.from({ length: Math.floor(count / step) }, (_, index) => index * step + from),
    })
    uploads.applyToScope(every(3, 1), 'start', [])
    uploads.applyToScope(every(3, 1), 'confirm', [])
    uploads.applyToScope(every(5, 2), 'pause', [])
    uploads.applyToScope(every(211, 3), 'fail', [])
    uploads.applyToScope(every(5003, 4), 'start', [])
    uploads.applyToScope(every(10_007, 5), 'cancelKeep', [])
    uploads.applyToScope(every(7001, 6), 'skip', [])
    uploads.applyToScope(every(9001, 7), 'wait', [])
  }

  function everyRow({ queue }: OpenCheckpoint): UploadRow[] {
    const rows: UploadRow[] = []
    for (let start = 1; start <= count; start += 10_000) {
      rows.push(...queue.rows(Array.from({ length: 10_000 }, (_, index) => start + index)))
    }
    return rows
  }

  /** All rows in one order; made once per order. */
  const sorted = new Map<QueueSort, UploadRow[]>()

  function inOrder(sort: QueueSort): UploadRow[] {
    const known = sorted.get(sort)
    if (known) return known
    const keyed = model.map((row) => ({ row, key: keyOf(row, sort) }))
    keyed.sort((a, b) => compare(a.key, b.key) || a.row.id - b.row.id)
    const rows = keyed.map(({ row }) => row)
    sorted.set(sort, rows)
    return rows
  }

  /** What the page must be, by brute force over all rows. */
  function expected(wanted: QueueQuery): { ids: number[]; total: number } {
    const statuses = filterStatuses[wanted.filter]
    const search = wanted.search.toLowerCase()
    const matching = inOrder(wanted.sort).filter(
      (row) =>
        (statuses === null || statuses.includes(row.status)) &&
        (wanted.destinationId === undefined || row.destinationId === wanted.destinationId) &&
        (search === '' || row.objectKey.toLowerCase().includes(search)),
    )
    if (wanted.descending) matching.reverse()
    const page = matching.slice(wanted.offset, wanted.offset + wanted.limit)
    return { ids: page.map(({ id }) => id), total: matching.length }
  }

  function keyOf(row: UploadRow, sort: QueueSort): Buffer | number {
    if (sort === 'name') return Buffer.from(row.name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))
    if (sort === 'size') return row.sizeBytes
    if (sort === 'status') return statusOrder.indexOf(row.status)
    if (sort === 'progress') return row.confirmedBytes / Math.max(row.sizeBytes, 1)
    return row.id
  }

  /** Text by its UTF-8 bytes, as SQLite compares it. */
  function compare(a: Buffer | number, b: Buffer | number): number {
    if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b)
    return Buffer.compare(a, b)
  }

  function expectRight(change: Partial<QueueQuery>): void {
    const wanted = query({ limit: 37, ...change })
    const { rows, total } = checkpoint.queue.page(wanted)
    expect({ ids: rows.map(({ id }) => id), total }, JSON.stringify(change)).toEqual(expected(wanted))
  }

  for (const filter of queueFilters) {
    it(`pages rightly through ${filter}, in every order and direction, at both ends and in the middle`, () => {
      const total = checkpoint.queue.page(query({ filter, limit: 1 })).total
      expect(total).toBeGreaterThan(0)
      for (const sort of queueSorts) {
        const offsets = [0, Math.floor(total / 2), Math.max(0, total - 40)]
        offsets.forEach((offset, index) => {
          expectRight({ filter, sort, offset, descending: index % 2 === 1 })
        })
        expectRight({ filter, sort, offset: Math.max(0, total - 20), descending: true, destinationId: 'd2' })
      }
    })
  }

  it.each([
    'alpha',
    'ALPHA 7',
    'ärger',
    '照片集 5',
    '照片',
    'дом',
    '%_o',
    '"s',
    'no such name',
    '.j',
    'e',
    'backup/12',
  ])('finds "%s" wherever it stands and whatever its case', (search) => {
    expectRight({ search })
    expectRight({ search, sort: 'name', offset: 11, descending: true })
    expectRight({ search, sort: 'status', filter: 'waiting', destinationId: 'd1' })
  })

  it('answers an empty page behind the end, and the whole total', () => {
    expect(checkpoint.queue.page(query({ offset: count + 5 }))).toEqual({ rows: [], total: count })
  })

  it('counts by filter and destination what the pages show', () => {
    const counts = checkpoint.queue.counts()
    for (const filter of queueFilters) {
      expect(counts.byFilter[filter], filter).toBe(checkpoint.queue.page(query({ filter })).total)
    }
    expect(counts.byDestination).toEqual({ d1: 90_000, d2: 10_000 })
    const due = model.filter(({ finishedAt, status }) => finishedAt === null && status !== 'cleaning')
    expect(counts.bytesLeft).toBe(due.reduce((sum, row) => sum + row.sizeBytes - row.confirmedBytes, 0))
  })
})

it('has a place in the order for every status', () => {
  expect([...statusOrder].sort()).toEqual([...uploadStatuses].sort())
})

describe('a part map', () => {
  it('tells kept parts from those of this run, and waiting ones', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    expect(checkpoint.queue.recordedParts(id)).toBeNull()
    checkpoint.uploads.apply(id, 'start')
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(2)])
    checkpoint.uploads.recoverAll()
    checkpoint.uploads.apply(id, 'start')
    checkpoint.uploads.confirmParts(id, [part(1)])
    expect(checkpoint.queue.recordedParts(id)).toEqual({
      uploadId: id,
      sizeBytes: 300,
      partSizeBytes: 100,
      partCount: 3,
      states: 'dk.',
      facts: [],
    })
    expect(checkpoint.queue.details(id)?.keptParts).toBe(1)
    const failure = { partNumber: 3, attempt: 1, delayMs: 10 }
    checkpoint.uploads.note(id, { at: 1, kind: 'part-retry', data: { ...failure, code: 'Stalled' } })
    checkpoint.uploads.note(id, {
      at: 2,
      kind: 'part-retry',
      data: { ...failure, code: 'InternalError', requestId: 'A1' },
    })
    expect(checkpoint.queue.recordedParts(id)?.facts).toEqual([
      { partNumber: 3, tries: 2, bytesPerSecond: null, code: 'InternalError', requestId: 'A1' },
    ])
    checkpoint.uploads.finish(id, { etag: '', crc64Local: '', crc64Remote: null, requestId: null })
    expect(checkpoint.queue.recordedParts(id)?.states).toBe('ddd')
  })
})

describe('batches', () => {
  it('count, then are open, then finished with their problems', () => {
    const checkpoint = open()
    const batchId = newBatch(checkpoint, { name: 'holiday' })
    expect(checkpoint.queue.batches()).toMatchObject([{ id: batchId, status: 'counting', files: 0 }])
    const [a = 0, b = 0, c = 0] = addUploads(checkpoint, ['a', 'b', 'c'])
    expect(first(checkpoint.queue.batches())).toMatchObject({ status: 'open', files: 3, bytes: 900, done: 0 })
    checkpoint.uploads.apply(a, 'start')
    checkpoint.uploads.finish(a, { etag: '', crc64Local: '', crc64Remote: null, requestId: null })
    checkpoint.uploads.apply(b, 'fail')
    checkpoint.uploads.apply(c, 'skip')
    expect(first(checkpoint.queue.batches())).toMatchObject({
      status: 'finished',
      confirmedBytes: 300,
      done: 2,
      problems: 1,
    })
  })
})

it('answers rows in the order of the ids and leaves out those that are gone', () => {
  const checkpoint = open()
  const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
  expect(checkpoint.queue.rows([b, 99, a]).map(({ id }) => id)).toEqual([b, a])
  expect(checkpoint.queue.details(99)).toBeNull()
})
