import { expect, it } from 'vitest'
import { noticeOf } from '../../electron/cli/history-notices.ts'
import { createWords } from '../../electron/cli/words.ts'

const { say } = createWords('en')

function said(kind: string, data: Record<string, string | number>): string | null {
  const notice = noticeOf('a\nb.mov', { at: 0, kind, data })
  return notice && say(notice.key, notice.values)
}

it('says where an upload goes on, unless there is nothing to go on from (R2)', () => {
  expect(said('resumed', { keptParts: 2, keptBytes: 9, partsToSend: 1 })).toContain(
    '2 parts are in the bucket',
  )
  expect(said('resumed', { keptParts: 1, keptBytes: 9, partsToSend: 1 })).toContain('1 part is in the bucket')
  expect(said('resumed', { keptParts: 0, keptBytes: 0, partsToSend: 1 })).toBeNull()
})

it('says why all parts are sent again (R5, R6, R14)', () => {
  expect(said('file-changed', { confirmedBytes: 1 })).toContain('changed')
  expect(said('upload-id-gone', { multipartUploadId: 'X', confirmedBytes: 1 })).toContain('starts over')
  expect(said('checkpoint-damaged', { parts: 1 })).toContain('damaged')
})

it('keeps retries for --verbose and says nothing of what is only for the window', () => {
  const data = { partNumber: 3, attempt: 2, code: 'ConnectionReset', delayMs: 900, requestId: '' }
  expect(noticeOf('a', { at: 0, kind: 'part-retry', data })?.isDetail).toBe(true)
  expect(noticeOf('a', { at: 0, kind: 'started', data: {} })).toBeNull()
})

it('cannot be steered by a file name', () => {
  expect(said('file-changed', { confirmedBytes: 1 })).not.toContain('\n')
})
