import type { Reach } from '../../shared/ipc.ts'
import type { UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { perform } from '../notices/report-failure.ts'
import type { Aim } from '../queue/queue-commands.ts'
import { openDialog } from '../store/window-store.ts'
import type { RecoveryAction } from './recovery-actions.ts'

export function runRecovery(action: RecoveryAction, row: UploadRow): void {
  runners[action](row)
}

const runners: Record<RecoveryAction, (row: UploadRow) => unknown> = {
  retryNow: ({ id }) => perform(call('queue.resume', { kind: 'ids', ids: [id] })),
  locate: locateFile,
  verify: (row) => openDialog({ kind: 'verify', row }),
  sendAgain: (row) => openDialog({ kind: 'start-over', row }),
  startOver: (row) => openDialog({ kind: 'start-over', row }),
  pauseAfterParts: ({ id }) => perform(call('recovery.pauseAfterParts', { kind: 'ids', ids: [id] })),
}

/** Asks where the file is now; what becomes of it is told by a dialog. */
export async function locateFile(row: UploadRow): Promise<void> {
  const paths = await perform(call('queue.pick', { kind: 'files' }))
  const path = paths?.[0]
  if (path !== undefined) openDialog({ kind: 'locate', row, path })
}

export function startOver(ids: readonly number[]): Promise<Reach | undefined> {
  return perform(call('recovery.startOver', { ids: [...ids] }))
}

export function pauseAfterParts({ scope }: Aim): Promise<Reach | undefined> {
  return perform(call('recovery.pauseAfterParts', scope))
}
