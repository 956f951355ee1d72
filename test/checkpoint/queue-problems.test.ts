import { expect, it } from 'vitest'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import { addUploads, closeOpened, idsOf, open, tamper } from './checkpoint-fixture.ts'

function error(code: string): UploadErrorData {
  return { code, retry: 'fatal', message: `It was ${code}.`, fromServer: true, requestId: 'R' }
}

it('groups what failed by its reason, the most frequent first, and what waits by its cause', () => {
  const checkpoint = open()
  const ids = addUploads(checkpoint, ['a', 'b', 'c', 'd', 'e', 'f'])
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = ids
  checkpoint.uploads.apply(a, 'fail', { reason: error('AccessDenied') })
  checkpoint.uploads.apply(b, 'fail', { reason: error('NoSuchBucket') })
  checkpoint.uploads.apply(c, 'fail', { reason: error('AccessDenied') })
  checkpoint.uploads.apply(d, 'wait', {
    waitingFor: 'network',
    reason: error('NetworkUnreachable'),
    nextTryAt: 900,
  })
  checkpoint.uploads.apply(e, 'wait', {
    waitingFor: 'network',
    reason: error('NetworkUnreachable'),
    nextTryAt: 800,
  })
  expect(checkpoint.queue.problems()).toEqual({
    failed: [
      { code: 'AccessDenied', count: 2, example: error('AccessDenied') },
      { code: 'NoSuchBucket', count: 1, example: error('NoSuchBucket') },
    ],
    waiting: [{ cause: 'network', count: 2, nextTryAt: 800, example: error('NetworkUnreachable') }],
  })
  const scope = { kind: 'all', filter: 'problems', reasonCode: 'AccessDenied' } as const
  expect(checkpoint.uploads.applyToScope(scope, 'resume', [])).toEqual({ changed: 2, refused: 0 })
  expect(checkpoint.queue.problems().failed.map(({ code }) => code)).toEqual(['NoSuchBucket'])
})

it('lets a row whose reason is damaged change its status, and shows it as damaged (R5)', () => {
  const folder = open()
  const [a = 0, b = 0] = addUploads(folder, ['a', 'b'])
  for (const id of [a, b]) folder.uploads.apply(id, 'fail', { reason: error('AccessDenied') })
  const { file } = folder
  closeOpened()
  tamper(file, (sqlite) => {
    sqlite.prepare(`UPDATE uploads SET reason = '{"code":"Acc' WHERE id = ?`).run(a)
    sqlite.prepare(`UPDATE uploads SET reason = '{"code":7}' WHERE id = ?`).run(b)
  })
  const after = open(file)
  expect(after.queue.problems().failed.map(({ count, example }) => [count, example.code])).toEqual([
    [1, 'RecordDamaged'],
    [1, 'RecordDamaged'],
  ])
  expect(after.uploads.applyToScope({ kind: 'ids', ids: [a, b] }, 'resume', [])).toEqual({
    changed: 2,
    refused: 0,
  })
  expect(idsOf(after, { filter: 'waiting' })).toEqual([a, b])
})
