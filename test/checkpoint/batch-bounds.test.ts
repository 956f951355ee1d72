import { beforeEach, describe, expect, it } from 'vitest'
import type { OpenCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import type { QueueQuery, UploadRow } from '../../shared/queue.ts'
import { multipart, newBatch, newUpload, open, part, query, saveDestination } from './checkpoint-fixture.ts'

const rows = 3000
let checkpoint: OpenCheckpoint

/** Two batches, each too long to be sorted in a moment; in every order the second comes behind the first. */
beforeEach(() => {
  checkpoint = open()
  for (const [at, root] of ['a', 'z'].entries()) {
    saveDestination(checkpoint, `d${at + 1}`)
    const batchId = newBatch(checkpoint, { destinationId: `d${at + 1}` })
    const uploads = Array.from({ length: rows }, (_, index) => ({
      ...newUpload(`${root}/${(index * 7919) % rows}.mov`),
      sizeBytes: 1000 * (at + 1) + index,
    }))
    checkpoint.intake.addUploads(batchId, uploads)
  }
})

/** Until the rows of all batches have been looked at. */
function look(change: Partial<QueueQuery>): UploadRow[] {
  let found: UploadRow[] = []
  for (let looks = 0; looks < 200; looks += 1) {
    found = checkpoint.queue.page(query({ batchId: 2, limit: 50, ...change })).rows
  }
  return found
}

function all(): UploadRow[] {
  const found: UploadRow[] = []
  for (let offset = 0; offset < rows * 2 + 10; offset += 500) {
    found.push(...checkpoint.queue.page(query({ sort: 'queue', offset, limit: 500 })).rows)
  }
  return found.filter(({ batchId }) => batchId === 2)
}

/** The page as brute force finds it. */
function sorted(by: (row: UploadRow) => string | number): number[] {
  const compare = (a: UploadRow, b: UploadRow) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : a.id - b.id)
  return all()
    .toSorted(compare)
    .slice(0, 50)
    .map(({ id }) => id)
}

function expectRight(): void {
  const ids = (change: Partial<QueueQuery>) => look(change).map(({ id }) => id)
  expect(ids({ sort: 'name' })).toEqual(sorted(({ name }) => name.toLowerCase()))
  expect(ids({ sort: 'size' })).toEqual(sorted(({ sizeBytes }) => sizeBytes))
  expect(ids({ sort: 'added' })).toEqual(sorted(({ addedAt }) => addedAt))
  const progress = ({ confirmedBytes, sizeBytes }: UploadRow) => confirmedBytes / sizeBytes
  expect(ids({ sort: 'progress' })).toEqual(sorted(progress))
  expect(ids({ sort: 'progress', descending: true }).at(0)).toBe(
    all().toSorted((a, b) => progress(b) - progress(a) || b.id - a.id)[0]?.id,
  )
  for (const sort of ['added', 'name', 'size', 'progress', 'queue', 'status', 'target'] as const) {
    const upwards = ids({ sort, offset: rows - 50 })
    const count = checkpoint.queue.batch(2)?.files ?? 0
    expect(ids({ sort, descending: true, offset: Math.max(0, count - rows) }).reverse(), sort).toEqual(
      upwards,
    )
  }
}

describe('the first and last pages of a batch that stands behind another in every order', () => {
  it('are the same as without knowing where it begins', () => {
    expectRight()
  })

  it('have what is added to it later, smaller than before or moved', () => {
    expectRight()
    checkpoint.intake.addUploads(2, [
      { ...newUpload('0 first.mov'), sizeBytes: 1 },
      { ...newUpload('ZZ last.mov'), sizeBytes: 9e9 },
    ])
    expect(look({ sort: 'name' })[0]?.name).toBe('0 first.mov')
    expect(look({ sort: 'name', descending: true })[0]?.name).toBe('ZZ last.mov')
    checkpoint.uploads.apply(rows + 100, 'start')
    checkpoint.uploads.saveCheckpoint(rows + 100, multipart)
    checkpoint.uploads.confirmParts(rows + 100, [part(1)])
    expect(
      look({ sort: 'size' })
        .map(({ sizeBytes }) => sizeBytes)
        .slice(0, 2),
    ).toEqual([1, 300])
    checkpoint.order.move({ kind: 'ids', ids: [rows + 7] }, 'top')
    expect(look({ sort: 'queue' })[0]?.id).toBe(rows + 7)
    expectRight()
  })

  it('have what was removed before anybody looked, and came back', async () => {
    const ends = [rows + 1, rows * 2]
    checkpoint.uploads.applyToScope({ kind: 'ids', ids: ends }, 'skip', [])
    const { undoId } = checkpoint.history.takeOut({ kind: 'ids', ids: ends }, false)
    expect(look({ sort: 'name' })).toHaveLength(50)
    await checkpoint.history.restore(undoId ?? 0)
    expectRight()
  })
})
