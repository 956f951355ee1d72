import { create } from 'zustand'
import { call } from '../bridge.ts'
import { perform, reportFailure } from '../notices/report-failure.ts'
import { queryFor, refreshList } from '../store/queue-pages.ts'
import { isGrouped, lineAt, useQueueStore } from '../store/queue-store.ts'
import { isAnythingSelected, selectOnly } from '../store/selection-store.ts'

/** A line that the list is to bring on screen. */
export const useRevealStore = create<{ index: number | null }>(() => ({ index: null }))

/** A folder without files never gets a row. */
const mostLooks = 40

let stopLooking: () => void = () => {}

/**
 * Brings what was just added on screen, and selects its first upload where nothing else is selected. Rows come while
 * folders are still walked, so it waits for the first change of the list that brings one.
 */
export async function showNewest(): Promise<void> {
  const batches = await perform(call('queue.batches'))
  const [newest] = batches ?? []
  if (newest) showNew(newest.id)
}

function showNew(batchId: number): void {
  stopLooking()
  let looks = 0
  let isAsking = false
  // The rows may have come before anybody looked.
  refreshList()
  stopLooking = useQueueStore.subscribe((state, before) => {
    if (state.pages === before.pages || isAsking) return
    looks += 1
    if (looks > mostLooks || !isGrouped(state.view)) return stopLooking()
    isAsking = true
    findFirst(batchId)
      .then((index) => {
        if (index === null) return
        stopLooking()
        useRevealStore.setState({ index })
        selectWhenLoaded(batchId, index)
      }, reportFailure)
      .finally(() => {
        isAsking = false
      })
  })
}

async function findFirst(batchId: number): Promise<number | null> {
  const query = queryFor(useQueueStore.getState().view, 0, 1)
  if (!query.grouped) return null
  const page = await call('queue.page', { ...query, grouped: { ...query.grouped, locate: batchId } })
  return page.groups?.located ?? null
}

/** The first upload may stand under a heading. */
function selectWhenLoaded(batchId: number, first: number): void {
  const select = () => {
    const state = useQueueStore.getState()
    for (const index of [first, first + 1]) {
      const row = state.rowsById.get(lineAt(state, index) ?? 0)
      if (row?.batchId !== batchId) continue
      if (!isAnythingSelected()) selectOnly(row.id, index)
      return true
    }
    return false
  }
  if (select()) return
  stopLooking = useQueueStore.subscribe(() => {
    if (isAnythingSelected() || select()) stopLooking()
  })
}
