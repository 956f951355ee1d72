import { expect, it } from 'vitest'
import type { OpenCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { addUploads, idsOf, multipart, open, part, temporaryFolder } from './checkpoint-fixture.ts'

/** One upload that ended whole, one that was cancelled with parts kept. */
function two(checkpoint: OpenCheckpoint) {
  const [done = 0, kept = 0] = addUploads(checkpoint, ['done.mov', 'kept.mov'])
  const { uploads } = checkpoint
  for (const id of [done, kept]) {
    uploads.apply(id, 'start')
    uploads.saveCheckpoint(id, multipart)
    uploads.confirmParts(id, [part(1), part(2)])
    uploads.note(id, { at: 5, kind: 'started', data: { parts: 3 } })
  }
  uploads.finish(done, { etag: '"e"', crc64Local: '7', crc64Remote: '7', requestId: 'R' })
  uploads.apply(kept, 'cancelKeep')
  return { done, kept }
}

const all = { kind: 'all', filter: 'all' } as const

it('brings back what was removed whole: row, batch, parts, history, search and counts', () => {
  const checkpoint = open()
  const { done, kept } = two(checkpoint)
  const before = [done, kept].map((id) => checkpoint.queue.details(id))
  const partsBefore = checkpoint.uploads.parts(kept)
  const countsBefore = checkpoint.queue.counts()
  const batchesBefore = checkpoint.queue.batches()

  const { changed, undoId } = checkpoint.history.takeOut(all, true)
  expect(changed).toBe(2)
  expect(idsOf(checkpoint)).toEqual([])
  expect(checkpoint.queue.batches()).toEqual([])

  expect(checkpoint.history.restore(undoId ?? 0)).toEqual({ changed: 2, refused: 0 })
  expect([done, kept].map((id) => checkpoint.queue.details(id))).toEqual(before)
  expect(checkpoint.uploads.parts(kept)).toEqual(partsBefore)
  expect(partsBefore).toMatchObject({ parts: [{ partNumber: 1 }, { partNumber: 2 }], damaged: 0 })
  expect(checkpoint.queue.counts()).toEqual(countsBefore)
  expect(checkpoint.queue.batches()).toEqual(batchesBefore)
  expect(idsOf(checkpoint, { search: 'kept' })).toEqual([kept])
  expect(checkpoint.uploads.apply(kept, 'resume')).toBe('queued')
  expect(checkpoint.uploads.get(kept)?.isDamaged).toBe(false)
})

it('leaves a row that owns parts in the list unless they may be left in the bucket', () => {
  const checkpoint = open()
  const { done, kept } = two(checkpoint)
  expect(checkpoint.history.takeOut(all, false)).toMatchObject({ changed: 1, refused: 1 })
  expect(idsOf(checkpoint)).toEqual([kept])
  expect(checkpoint.history.takeOut({ kind: 'ids', ids: [done, kept] }, true)).toMatchObject({ changed: 1 })
})

it('undoes the last removal only, and only once', () => {
  const checkpoint = open()
  const { done, kept } = two(checkpoint)
  const first = checkpoint.history.takeOut({ kind: 'ids', ids: [done] }, true).undoId ?? 0
  const second = checkpoint.history.takeOut({ kind: 'ids', ids: [kept] }, true).undoId ?? 0
  expect(checkpoint.history.restore(first)).toEqual({ changed: 0, refused: 0 })
  expect(checkpoint.history.restore(second)).toEqual({ changed: 1, refused: 0 })
  expect(checkpoint.history.restore(second)).toEqual({ changed: 0, refused: 0 })
  expect(idsOf(checkpoint)).toEqual([kept])
})

it('removes nothing that still runs, and offers no undo for nothing', () => {
  const checkpoint = open()
  const [a = 0] = addUploads(checkpoint, ['a'])
  expect(checkpoint.history.takeOut({ kind: 'ids', ids: [a] }, true)).toEqual({
    changed: 0,
    refused: 1,
    undoId: null,
  })
})

it('has nothing to undo after a restart, and leaves nothing behind in the file', () => {
  const folder = temporaryFolder()
  const before = open(folder)
  two(before)
  const { undoId } = before.history.takeOut(all, true)
  before.close()
  const after = open(folder)
  expect(after.history.restore(undoId ?? 0)).toEqual({ changed: 0, refused: 0 })
  expect(idsOf(after)).toEqual([])
})
