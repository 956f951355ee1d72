import { expect, it } from 'vitest'
import type { UploadEvent } from '../../shared/upload-state.ts'
import { addUpload, addUploads, idsOf, multipart, newBatch, open, part } from './checkpoint-fixture.ts'

const unreadable = { code: 'FileNotReadable', retry: 'source', message: '', fromServer: false } as const

function after(checkpoint: ReturnType<typeof open>, id: number, ...events: UploadEvent[]): void {
  for (const event of events) checkpoint.uploads.apply(id, event)
}

it('removes what has ended in scope, with its history, and refuses the rest', () => {
  const checkpoint = open()
  const [a = 0, b = 0, c = 0, d = 0] = addUploads(checkpoint, ['a', 'b', 'c', 'd'])
  after(checkpoint, a, 'skip')
  checkpoint.uploads.note(a, { at: 1, kind: 'k', data: {} })
  after(checkpoint, b, 'start')
  after(checkpoint, c, 'fail')
  expect(checkpoint.history.removeEnded({ kind: 'all', filter: 'done' })).toEqual({ changed: 1, refused: 0 })
  expect(checkpoint.history.removeEnded({ kind: 'all', filter: 'all' })).toEqual({ changed: 1, refused: 2 })
  expect(idsOf(checkpoint)).toEqual([b, d])
  expect(idsOf(checkpoint, { search: 'backup' })).toEqual([b, d])
})

it('does not remove a row that still owns parts on the server, but asks to clean it up first (R13)', () => {
  const checkpoint = open()
  const [kept = 0, failed = 0] = addUploads(checkpoint, ['a', 'b'])
  for (const id of [kept, failed]) {
    after(checkpoint, id, 'start')
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(1)])
  }
  after(checkpoint, kept, 'cancelKeep')
  after(checkpoint, failed, 'fail')
  expect(checkpoint.history.removeEnded({ kind: 'ids', ids: [kept, failed] })).toEqual({
    changed: 0,
    refused: 2,
  })
  after(checkpoint, kept, 'cancelClean')
  checkpoint.uploads.dropCheckpoint(kept)
  after(checkpoint, kept, 'cleaned')
  expect(checkpoint.history.removeEnded({ kind: 'ids', ids: [kept] }).changed).toBe(1)
})

it('removes batches with their last upload, but not reasons that may not have been read', () => {
  const checkpoint = open()
  const batchId = newBatch(checkpoint)
  checkpoint.intake.leaveOut(batchId, [{ path: '/a', error: unreadable }])
  checkpoint.intake.finishCounting(batchId)
  const counting = newBatch(checkpoint)
  const id = addUpload(checkpoint)
  after(checkpoint, id, 'skip')
  checkpoint.history.removeEnded({ kind: 'ids', ids: [id] })
  expect(checkpoint.queue.batches().map((batch) => batch.id)).toEqual([counting, batchId])
  checkpoint.history.removeEnded({ kind: 'all', filter: 'all' })
  expect(checkpoint.queue.batches().map((batch) => batch.id)).toEqual([counting])
})

it('prunes by age what has ended, and tells which kept checkpoints are old', () => {
  let now = 1000
  const checkpoint = open(undefined, { now: () => now })
  const [old = 0, kept = 0, running = 0, recent = 0] = addUploads(checkpoint, ['a', 'b', 'c', 'd'])
  after(checkpoint, old, 'skip')
  after(checkpoint, running, 'start')
  checkpoint.uploads.saveCheckpoint(kept, multipart)
  after(checkpoint, kept, 'cancelKeep')
  now = 2000
  after(checkpoint, recent, 'skip')
  expect(checkpoint.history.keptBefore(2000)).toEqual([kept])
  expect(checkpoint.history.keptBefore(1000)).toEqual([])
  expect(checkpoint.history.prune({ before: 2000, keep: 100, limit: 100 })).toBe(1)
  expect(idsOf(checkpoint)).toEqual([kept, running, recent])
})
