import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { OpenCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { fewHits } from '../../electron/checkpoint/queue-search.ts'
import { type QueueQuery, type QueueScope, queueSorts } from '../../shared/queue.ts'
import { newBatch, newUpload, open, query, saveDestination } from './checkpoint-fixture.ts'

const rows = 24_000
const all: QueueScope = { kind: 'all', filter: 'all' }
let checkpoint: OpenCheckpoint

/** More rows than are fetched and sorted, all of them called `file`, in two batches of two destinations. */
beforeEach(() => {
  checkpoint = open()
  for (const [at, id] of ['d1', 'd2'].entries()) {
    saveDestination(checkpoint, id)
    const batchId = newBatch(checkpoint, { destinationId: id })
    const names = Array.from(
      { length: rows / 2 },
      (_, index) => `${(index * 7919) % 97}/File ${at}-${index}.mov`,
    )
    checkpoint.intake.addUploads(
      batchId,
      names.map((name) => newUpload(name)),
    )
  }
  const ids = Array.from({ length: rows / 6 }, (_, index) => index * 6 + 1)
  checkpoint.uploads.applyToScope({ kind: 'ids', ids }, 'pause', [])
  checkpoint.uploads.applyToScope({ kind: 'ids', ids: ids.map((id) => id + 1) }, 'skip', [])
})

function answer({ rows: found, total }: { rows: { id: number }[]; total: number }) {
  return { ids: found.map(({ id }) => id), total }
}

/** Until what is counted in turns is known. */
async function counted(change: Partial<QueueQuery>): Promise<ReturnType<typeof answer>> {
  const known = new Promise<void>((resolve) => checkpoint.queue.onCounted(resolve))
  const page = await checkpoint.queue.pageInTurns(query(change))
  if (page.isMore !== true) return answer(page)
  await known
  return answer(await checkpoint.queue.pageInTurns(query(change)))
}

/** The same rows by way of the list without a search, since all are hits. */
function listed(change: Partial<QueueQuery>): ReturnType<typeof answer> {
  return answer(checkpoint.queue.page(query({ ...change, search: '' })))
}

describe('a search that finds more rows than can be sorted in a moment', () => {
  it.each(queueSorts)('has the pages of the list it is picked from, sorted by %s', async (sort) => {
    for (const descending of [false, true]) {
      for (const offset of [0, 7000, rows - 20]) {
        const wanted = { search: 'file', sort, descending, offset, limit: 50 }
        expect(await counted(wanted), JSON.stringify(wanted)).toEqual(listed(wanted))
        expect(answer(checkpoint.queue.page(query(wanted)))).toEqual(listed(wanted))
      }
    }
  })

  it('counts at least so many within a filter, and all of them where somebody waits for it', async () => {
    const wanted = { search: '.mov', filter: 'waiting', limit: 50 } as const
    await counted({ search: '.mov' })
    const page = await checkpoint.queue.pageInTurns(query(wanted))
    expect(page.rows.map(({ id }) => id)).toEqual(listed(wanted).ids)
    expect(page).toMatchObject({ isMore: true, total: 10_050 })
    const further = await checkpoint.queue.pageInTurns(query({ ...wanted, offset: 10_000 }))
    expect(further.isMore).toBeUndefined()
    expect(further.total).toBe((rows / 6) * 5)
    expect(checkpoint.queue.page(query(wanted)).total).toBe((rows / 6) * 5)
  })

  it('finds short texts as well, which no index knows', async () => {
    expect(await counted({ search: 'f', sort: 'name', limit: 50 })).toEqual(
      listed({ sort: 'name', limit: 50 }),
    )
    expect(await counted({ search: '-1', limit: 50 })).toMatchObject({ total: brute('-1') })
    expect(await counted({ search: 'zz' })).toEqual({ ids: [], total: 0 })
  })

  it('finds what is added, renamed, removed or brought back from then on', async () => {
    expect((await counted({ search: 'file' })).total).toBe(rows)
    checkpoint.intake.addUploads(1, [newUpload('a later file.mov'), newUpload('nothing.mov')])
    expect((await counted({ search: 'file' })).total).toBe(rows + 1)
    checkpoint.uploads.apply(3, 'start')
    checkpoint.uploads.apply(3, 'startOver', { objectKey: 'renamed.bin' })
    expect((await counted({ search: 'renamed' })).ids).toEqual([3])
    const removal = checkpoint.history.takeOut({ ...all, filter: 'done' }, false)
    expect((await counted({ search: 'file', filter: 'done' })).total).toBe(0)
    await checkpoint.history.restore(removal.undoId ?? 0)
    // The hits of before are shown until new ones are counted.
    await vi.waitFor(async () => {
      expect((await counted({ search: 'file', filter: 'done' })).total).toBe(rows / 6)
    }, 20_000)
  })

  it('knows few hits among many rows exactly, in any part of the list', async () => {
    const few = await counted({ search: '1-119', sort: 'size', limit: 200 })
    expect(few.total).toBe(brute('1-119'))
    expect(few.total).toBeLessThan(fewHits)
    expect(few.ids).toHaveLength(few.total)
  })

  it('sums up what a command would reach, found or named, in portions', async () => {
    const found = await checkpoint.queue.measure({ ...all, search: 'file', filter: 'waiting' })
    expect(found).toEqual({ uploads: (rows / 6) * 5, cancellable: (rows / 6) * 5, partBytes: 0 })
    const ids = Array.from({ length: rows }, (_, index) => rows - index)
    const named = await checkpoint.queue.measure({ kind: 'ids', ids: [...ids, 1, 2, 99_999] })
    expect(named).toEqual({ uploads: rows, cancellable: (rows / 6) * 5, partBytes: 0 })
    expect(await checkpoint.queue.measure(all)).toEqual(named)
  })

  function brute(text: string): number {
    let count = 0
    for (let offset = 0; offset < rows; offset += 500) {
      const page = checkpoint.queue.page(query({ offset, limit: 500 }))
      count += page.rows.filter(({ name }) => name.toLowerCase().includes(text)).length
    }
    return count
  }
})
