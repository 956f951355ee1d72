import type { BatchView } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { say } from '../language/text.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'
import { isPausable, isResumable } from './batch-state.ts'
import { type Aim, askCancel, pause, remove, resume } from './queue-commands.ts'

/** What can be done to a batch as a whole. */
export type BatchAction = 'pause' | 'resume' | 'retry' | 'cancel' | 'receipt' | 'remove'

/** All uploads of a batch, loaded or not. */
export function aimAtBatch(batchId: number): Aim {
  return { scope: { kind: 'all', filter: 'all', batchId }, rows: [] }
}

export function batchActions(batch: BatchView): BatchAction[] {
  const isOver = batch.status === 'finished'
  const actions: BatchAction[] = []
  if (isPausable(batch)) actions.push('pause')
  if (isResumable(batch)) actions.push('resume')
  if (batch.problems > 0) actions.push('retry')
  if (!isOver) actions.push('cancel')
  actions.push('receipt')
  if (isOver) actions.push('remove')
  return actions
}

export function runBatchAction(action: BatchAction, batch: BatchView): void {
  const aim = aimAtBatch(batch.id)
  switch (action) {
    case 'pause':
      void pause(aim)
      return
    case 'resume':
      void resume({ ...aim, scope: { kind: 'all', filter: 'waiting', batchId: batch.id } })
      return
    case 'retry':
      void resume({ ...aim, scope: { kind: 'all', filter: 'problems', batchId: batch.id } })
      return
    case 'cancel':
      askCancel(aim)
      return
    case 'receipt':
      void saveReceipt(batch)
      return
    case 'remove':
      void remove(aim)
      return
  }
}

async function saveReceipt({ id }: BatchView): Promise<void> {
  const saved = await perform(call('queue.saveReceipt', { batchId: id }))
  if (!saved) return
  toasts.add({
    id: 'receipt',
    title: say('batch.receiptSaved', { count: saved.entries }),
    description: saved.file,
    timeout: 8000,
  })
}
