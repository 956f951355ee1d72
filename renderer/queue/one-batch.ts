import type { BatchView } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { say } from '../language/text.ts'
import { announce } from '../notices/announce.ts'
import { perform } from '../notices/report-failure.ts'
import { changeView } from '../store/queue-pages.ts'
import { batchOf, useQueueStore } from '../store/queue-store.ts'
import { clearSelection, useSelectionStore } from '../store/selection-store.ts'

/** Narrows the list to one batch; filter and search go on to hold within it. */
export function showOnly({ id, name }: Pick<BatchView, 'id' | 'name'>): void {
  clearSelection()
  changeView({ batch: { id, name } })
  announce(say('oneBatch.announce', { name }))
}

export function showAllBatches(): void {
  changeView({ batch: null })
}

/** The keyboard's way in and out: the batch of the line it is on. */
export async function toggleOneBatch(): Promise<void> {
  const state = useQueueStore.getState()
  if (state.view.batch !== null) return showAllBatches()
  const { activeId } = useSelectionStore.getState()
  if (activeId === null) return
  const batchId = activeId < 0 ? -activeId : state.rowsById.get(activeId)?.batchId
  if (batchId === undefined) return
  const known = batchOf(state, -batchId) ?? (await perform(call('queue.batches')))?.find(isBatch(batchId))
  if (known) showOnly(known)
}

const isBatch =
  (wanted: number) =>
  ({ id }: BatchView): boolean =>
    id === wanted
