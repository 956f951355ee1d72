import type { QueuePlace, UploadRow } from '../../shared/queue.ts'
import { endedStatuses, type UploadStatus } from '../../shared/upload-state.ts'
import { call } from '../bridge.ts'
import { say } from '../language/text.ts'
import { announce } from '../notices/announce.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'
import { refreshList } from '../store/queue-pages.ts'
import { type QueueView, useQueueStore } from '../store/queue-store.ts'
import { type Aim, aimAtRows } from './queue-commands.ts'

const ended: readonly UploadStatus[] = endedStatuses

/** What has ended has no place in the queue any more. */
export function canMove(row: UploadRow): boolean {
  return !ended.includes(row.status)
}

/** Only where the list shows the order can a row be dragged to another place in it. */
export function showsOrder({ sort, descending }: QueueView): boolean {
  return sort === 'queue' && !descending
}

/** Changes what is sent next. */
export async function moveInQueue(aim: Aim, to: QueuePlace): Promise<void> {
  const movable = aim.scope.kind === 'all' ? aim : aimAtRows(aim.rows.filter(canMove))
  if (movable.scope.kind === 'ids' && movable.rows.length === 0) return
  const reach = await perform(call('queue.move', { scope: movable.scope, to }))
  if (!reach) return
  refreshList()
  if (reach.changed > 0) announce(say('order.moved', { count: reach.changed }))
  // The rest of an aim at everything has ended, which nobody means; up at the top is no news either.
  else if (typeof to === 'object') toasts.add({ id: 'refused', title: say('order.refused') })
}

/** The rows that a drag of one of them takes along. */
export function draggedRows(row: UploadRow, selected: ReadonlySet<number>): UploadRow[] {
  if (!selected.has(row.id)) return [row]
  const { rowsById } = useQueueStore.getState()
  const rows = [...selected].map((id) => rowsById.get(id)).filter((found) => found !== undefined)
  return rows.filter(canMove)
}
