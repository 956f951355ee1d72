import { expect, it } from 'vitest'
import { resumedNotice } from '../../electron/app/resumed-notice.ts'
import type { UploadStatus } from '../../shared/upload-state.ts'

const queue = (counts: Partial<Record<UploadStatus, number>>) => ({
  count: (statuses: readonly UploadStatus[]) =>
    statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0),
})

it.each([
  ['nothing was left', {}, null],
  ['only ended uploads were left', { done: 4, failed: 1 }, null],
  ['uploads go on', { queued: 3 }, { kind: 'resumed', params: { count: 3, paused: 0 } }],
  [
    'some go on and some stay paused',
    { queued: 3, paused: 2 },
    { kind: 'resumedSomePaused', params: { count: 3, paused: 2 } },
  ],
  ['all stay paused', { paused: 2 }, { kind: 'stillPaused', params: { count: 2 } }],
] as const)('says what a start finds when %s', (_when, counts, notice) => {
  const said = resumedNotice(queue(counts))
  if (notice === null) expect(said).toBeNull()
  else expect(said).toEqual({ level: 'info', ...notice })
})
