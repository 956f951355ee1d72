import type { QueueScope } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { say } from '../language/text.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'

/** Long enough to notice that it was the wrong row. */
const undoMs = 12_000

/** Takes ended rows out of the list and offers to bring them back. */
export async function removeWithUndo(scope: QueueScope, leaveParts = false): Promise<void> {
  const removal = await perform(call('queue.remove', { scope, leaveParts }))
  if (!removal) return
  if (removal.refused > 0 && scope.kind === 'ids') {
    toasts.add({ id: 'refused', title: say('notices.refused', { count: removal.refused }) })
  }
  const { undoId } = removal
  if (undoId === null) return
  toasts.add({
    id: 'removed',
    title: say('undo.removed', { count: removal.changed }),
    timeout: undoMs,
    data: { action: { label: say('undo.action'), run: () => void restore(undoId) } },
  })
}

async function restore(undoId: number): Promise<void> {
  const reach = await perform(call('queue.restore', { undoId }))
  if (!reach) return
  const title = reach.changed > 0 ? say('undo.restored', { count: reach.changed }) : say('undo.tooLate')
  toasts.add({ id: 'restored', title, timeout: 4000 })
}
