import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type OpenCheckpoint, openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { hasHeading, isFoldedAtFirst, type UploadRow } from '../../shared/queue.ts'
import { addUploads, newBatch, newUpload, open, query, saveDestination } from './checkpoint-fixture.ts'

function grouped(checkpoint: OpenCheckpoint, offset = 0, limit = 100, toggled: number[] = []) {
  return checkpoint.queue.page(query({ sort: 'queue', grouped: { toggled }, offset, limit }))
}

describe('1,000 batches of 100,000 uploads', () => {
  let checkpoint: OpenCheckpoint
  /** All of them, in the order of sending; no test changes one. */
  let all: UploadRow[]
  let lines: number[]

  beforeAll(() => {
    checkpoint = openCheckpoint(':memory:')
    saveDestination(checkpoint, 'd1')
    saveDestination(checkpoint, 'd2')
    let row = 0
    for (let batch = 0; batch < 1000; batch += 1) {
      const batchId = newBatch(checkpoint, {
        destinationId: batch % 3 === 0 ? 'd2' : 'd1',
        name: `b${batch}`,
      })
      // One long batch, many of one file, the rest of about fifty.
      const files = batch === 500 ? 50_000 : batch % 7 === 0 ? 1 : 50 + (batch % 13)
      for (let start = 0; start < files; start += 5000) {
        const count = Math.min(5000, files - start)
        checkpoint.intake.addUploads(
          batchId,
          Array.from({ length: count }, (_, index) => newUpload(`${row + index}`)),
        )
        row += count
      }
      checkpoint.intake.finishCounting(batchId)
    }
    const ids = (from: number, step: number) => ({
      kind: 'ids' as const,
      ids: Array.from({ length: Math.floor((row - from) / step) }, (_, index) => from + index * step),
    })
    const { uploads } = checkpoint
    const early = { kind: 'ids' as const, ids: Array.from({ length: 20_000 }, (_, index) => index + 1) }
    uploads.applyToScope(early, 'start', [])
    uploads.applyToScope(early, 'confirm', [])
    uploads.applyToScope(ids(20_100, 37), 'fail', [])
    uploads.applyToScope(ids(20_200, 41), 'pause', [])
    uploads.applyToScope(ids(20_300, 43), 'skip', [])
    checkpoint.order.move({ kind: 'ids', ids: [70_000] }, 'top')
    all = []
    for (let offset = 0; all.length === offset; offset += 500)
      all.push(...checkpoint.queue.page(query({ sort: 'queue', offset, limit: 500 })).rows)
    lines = expected()
  }, 120_000)

  /** By brute force over all rows. */
  function expected(toggled: readonly number[] = []): number[] {
    const section = ({ status }: UploadRow) =>
      status === 'failed' ? 1 : ['done', 'skipped'].includes(status) ? 2 : 0
    const byBatch = Map.groupBy(all, ({ batchId }) => batchId)
    const firstDue = new Map<number, number>()
    for (const [index, row] of all.entries())
      if (section(row) === 0 && !firstDue.has(row.batchId)) firstDue.set(row.batchId, index)
    const due = [...firstDue.keys()]
    due.sort((a, b) => (firstDue.get(a) ?? 0) - (firstDue.get(b) ?? 0))
    const ended = [...byBatch.keys()].filter((id) => !firstDue.has(id)).sort((a, b) => b - a)
    return [...due, ...ended].flatMap((id) => {
      const batch = checkpoint.queue.batch(id)
      const own = byBatch.get(id) ?? []
      if (!batch) throw new Error(`no batch ${id}`)
      expect(batch.files).toBe(own.length)
      const isFolded = hasHeading(batch) && isFoldedAtFirst(batch) !== toggled.includes(id)
      const shown = isFolded ? [] : own.toSorted((a, b) => section(a) - section(b)).map((row) => row.id)
      return hasHeading(batch) ? [-id, ...shown] : shown
    })
  }

  it('shows every upload exactly once, below the heading of its batch', () => {
    const seen: number[] = []
    const uploads = lines.filter((line) => line > 0).length
    for (let offset = 0; offset < lines.length; offset += 500) {
      const { groups, rows, total } = grouped(checkpoint, offset, 500)
      expect(groups?.lineCount).toBe(lines.length)
      expect(total).toBe(uploads)
      expect(rows.map(({ id }) => id)).toEqual(groups?.lines.filter((line) => line > 0))
      const known = new Set(groups?.batches.map(({ id }) => id))
      expect(rows.every(({ batchId }) => known.has(batchId))).toBe(true)
      seen.push(...(groups?.lines ?? []))
    }
    expect(seen).toEqual(lines)
  })

  it('begins with the batch that is sent next', () => {
    const first = checkpoint.queue.rows([70_000])[0]
    expect(lines.slice(0, 2)).toEqual([-(first?.batchId ?? 0), 70_000])
  })

  it('tells where a batch begins', () => {
    for (const locate of [1, 500, 501, 777, 1000]) {
      const first = lines.findIndex(
        (line) => line === -locate || checkpoint.queue.rows([line])[0]?.batchId === locate,
      )
      const page = checkpoint.queue.page(query({ sort: 'queue', grouped: { toggled: [], locate }, limit: 1 }))
      expect(page.groups?.located).toBe(first)
    }
    expect(grouped(checkpoint).groups?.located).toBeNull()
  })

  it('leaves folded batches one line', () => {
    const toggled = [501, 2, 3]
    const folded = expected(toggled)
    expect(folded.length).toBeLessThan(lines.length - 50_000)
    const { groups } = grouped(checkpoint, 0, 500, toggled)
    expect(groups?.lineCount).toBe(folded.length)
    expect(groups?.lines).toEqual(folded.slice(0, 500))
  })

  it('shows one destination only where asked', () => {
    const { rows, total } = checkpoint.queue.page(
      query({ sort: 'queue', grouped: { toggled: [] }, destinationId: 'd2', limit: 500 }),
    )
    expect(rows.every(({ destinationId }) => destinationId === 'd2')).toBe(true)
    expect(total).toBe(checkpoint.queue.counts().byDestination.d2)
  })
})

it('reads the lines of a batch along its index, from either end, and sorts nothing', () => {
  const prepare = vi.spyOn(Database.prototype, 'prepare')
  open()
  const statements = prepare.mock.calls.map(([sql]) => sql)
  const sqlite = prepare.mock.contexts.at(-1) as Database.Database
  prepare.mockRestore()
  const ofBatch = statements.filter((sql) =>
    /^SELECT (id|min\(position\)) FROM uploads .*batch_id = \?/s.test(sql),
  )
  expect(ofBatch).toHaveLength(3)
  for (const sql of ofBatch) {
    const values = Array.from({ length: sql.split('?').length - 1 }, () => 1)
    const plan = sqlite.prepare<number[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values)
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH uploads USING (COVERING )?INDEX uploads_batch \(batch_id=\?/),
    ])
  }
})

it('puts no heading over a batch of one file, and groups only the unfiltered queue', () => {
  const checkpoint = open()
  const [a = 0] = addUploads(checkpoint, ['a'])
  const [b = 0, c = 0] = addUploads(checkpoint, ['b', 'c'])
  const batchId = checkpoint.queue.rows([b])[0]?.batchId ?? 0
  expect(grouped(checkpoint).groups?.lines).toEqual([a, -batchId, b, c])
  for (const change of [
    { filter: 'waiting' },
    { search: 'b' },
    { sort: 'name' },
    { descending: true },
  ] as const) {
    const page = checkpoint.queue.page(query({ sort: 'queue', grouped: { toggled: [] }, ...change }))
    expect(page.groups).toBeUndefined()
  }
})

it('shows uploads whose batch record is lost', () => {
  const checkpoint = open()
  const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
  checkpoint.uploads.apply(a, 'skip')
  expect(checkpoint.queue.batch(99)).toBeNull()
  expect(grouped(checkpoint).groups?.lines.filter((line) => line > 0)).toEqual([b, a])
})

it('tells of each batch what its uploads are doing and what lies in the bucket', async () => {
  const checkpoint = open()
  const [a = 0, b = 0, c = 0] = addUploads(checkpoint, ['a', 'b', 'c'])
  checkpoint.uploads.apply(a, 'start')
  checkpoint.uploads.finish(a, { etag: '', crc64Local: '', crc64Remote: null, requestId: null })
  checkpoint.uploads.apply(b, 'start')
  checkpoint.uploads.confirmParts(b, [{ partNumber: 1, sizeBytes: 100, etag: 'e', crc64: '1' }])
  checkpoint.uploads.apply(c, 'fail')
  const batchId = checkpoint.queue.rows([a])[0]?.batchId ?? 0
  expect(checkpoint.queue.batch(batchId)).toMatchObject({
    status: 'open',
    files: 3,
    bytes: 900,
    confirmedBytes: 400,
    partBytes: 100,
    done: 1,
    problems: 1,
    byStatus: { done: 1, uploading: 1, failed: 1 },
  })
  expect(await checkpoint.queue.measure({ kind: 'all', filter: 'all', batchId })).toEqual({
    uploads: 3,
    cancellable: 2,
    partBytes: 100,
  })
  expect(await checkpoint.queue.measure({ kind: 'ids', ids: [b] })).toEqual({
    uploads: 1,
    cancellable: 1,
    partBytes: 100,
  })
  expect((await checkpoint.queue.measure({ kind: 'all', filter: 'all', search: 'backup' })).uploads).toBe(3)
})
