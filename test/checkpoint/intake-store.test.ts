import { expect, it } from 'vitest'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import { addUpload, first, newBatch, newUpload, open, tamper } from './checkpoint-fixture.ts'

const unreadable: UploadErrorData = {
  code: 'FileNotReadable',
  retry: 'source',
  message: 'No permission to read it.',
  fromServer: false,
}

it('adds uploads in order, queued, with what their batch says', () => {
  const checkpoint = open()
  const batchId = newBatch(checkpoint, {
    bucket: 'films',
    conflictPolicy: 'rename',
    metadata: { acl: 'private' },
    resume: false,
  })
  expect(checkpoint.intake.addUploads(batchId, [newUpload('b', 5), newUpload('a', 7)])).toBe(2)
  expect(checkpoint.uploads.nextQueued(9, [], [])).toMatchObject([
    { sourcePath: '/home/ann/b', sizeBytes: 5, bucket: 'films', conflictPolicy: 'rename', isDamaged: false },
    { objectKey: 'backup/a', sizeBytes: 7, metadata: { acl: 'private' }, resume: false, checkpoint: null },
  ])
})

it('ignores a path that the batch has, so that a walk can be repeated after a crash', () => {
  const checkpoint = open()
  const batchId = newBatch(checkpoint)
  checkpoint.intake.addUploads(batchId, [newUpload('a'), newUpload('b')])
  expect(checkpoint.intake.addUploads(batchId, [newUpload('b'), newUpload('c')])).toBe(1)
  expect(checkpoint.intake.addUploads(newBatch(checkpoint), [newUpload('a')])).toBe(1)
})

it('keeps paths and keys in any script, with line breaks and lone surrogates', () => {
  const checkpoint = open()
  const batchId = newBatch(checkpoint)
  const names = ['照片/一月 🏝️.jpg', 'a\nb', 'quote\'"\\', 'e\u0301', '%_*?', ' ']
  checkpoint.intake.addUploads(
    batchId,
    names.map((name) => newUpload(name)),
  )
  const records = checkpoint.uploads.nextQueued(9, [], [])
  expect(records.map(({ objectKey }) => objectKey)).toEqual(names.map((name) => `backup/${name}`))
  expect(records.every(({ isDamaged }) => !isDamaged)).toBe(true)
})

it('lists batches whose walk was cut short, with all that is needed to walk again', () => {
  const checkpoint = open()
  newBatch(checkpoint, { roots: ['/a', '/b'], followLinks: true, prefix: 'x/' })
  const finished = newBatch(checkpoint)
  checkpoint.intake.finishCounting(finished)
  checkpoint.close()
  expect(open(checkpoint.file).intake.unfinishedBatches()).toMatchObject([
    { roots: ['/a', '/b'], followLinks: true, prefix: 'x/', resume: true, destinationId: 'd1' },
  ])
})

it('does not walk again what a damaged record says, and lists it as left out (R5)', () => {
  const checkpoint = open()
  const batchId = newBatch(checkpoint, { roots: ['/home/ann/holiday'] })
  checkpoint.close()
  tamper(checkpoint.file, (sqlite) => sqlite.exec(`UPDATE batches SET roots = '["/home/ann/h"]'`))
  const again = open(checkpoint.file)
  expect(again.intake.unfinishedBatches()).toEqual([])
  expect(again.queue.leftOut(batchId, 10)).toMatchObject([{ error: { code: 'RecordDamaged' } }])
  expect(first(again.queue.batches()).status).toBe('finished')
})

it('counts what was left out once, however often the walk is repeated', () => {
  const checkpoint = open()
  const batchId = newBatch(checkpoint)
  checkpoint.intake.leaveOut(batchId, [{ path: '/a', error: unreadable }])
  checkpoint.intake.leaveOut(batchId, [
    { path: '/a', error: unreadable },
    { path: '/b', error: unreadable },
  ])
  expect(first(checkpoint.queue.batches())).toMatchObject({ skippedEntries: 2, status: 'counting' })
  expect(checkpoint.queue.leftOut(batchId, 10)).toEqual([
    { path: '/a', error: unreadable },
    { path: '/b', error: unreadable },
  ])
})

it('adds all of a call or, when it breaks in the middle, nothing', () => {
  const checkpoint = open()
  const batchId = newBatch(checkpoint)
  const broken = { ...newUpload('b'), sizeBytes: -1 }
  expect(() => checkpoint.intake.addUploads(batchId, [newUpload('a'), broken])).toThrow(/CHECK/)
  expect(checkpoint.queue.counts().byFilter.all).toBe(0)
})

it('puts later batches behind earlier ones', () => {
  const checkpoint = open()
  const ids = ['c', 'a', 'b'].map((name) => addUpload(checkpoint, name))
  expect(checkpoint.uploads.nextQueued(9, [], []).map(({ id }) => id)).toEqual(ids)
})
