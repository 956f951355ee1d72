import type { UploadRow } from '../../shared/queue.ts'
import { call, listen } from '../bridge.ts'
import { announceChanges } from '../notices/announce.ts'
import { showNotice } from '../notices/notices-store.ts'
import { reportFailure } from '../notices/report-failure.ts'
import { loadPreflights } from '../preflight/preflight-store.ts'
import { followPreflight } from '../upload/add-paths.ts'
import { useAppStore } from './app-store.ts'
import { goToTarget } from './go-to-target.ts'
import { refreshProblems } from './problem-store.ts'
import { settleProgress, takeProgress } from './progress-store.ts'
import { refreshCounts, refreshList } from './queue-pages.ts'
import { isGrouped, useQueueStore } from './queue-store.ts'
import { throttled } from './throttled.ts'

const refreshBatches = throttled(() => {
  call('queue.batches').then(
    (batches) => useAppStore.setState({ counting: batches.filter(({ status }) => status === 'counting') }),
    reportFailure,
  )
}, 1000)

/** The sums of a batch follow its uploads; nobody reads them faster than this. */
const refreshSums = throttled(() => {
  const { view, batchesById } = useQueueStore.getState()
  if (isGrouped(view) && batchesById.size > 0) refreshList()
}, 2000)

/** Puts changed rows in their places; answers true when one of them may now belong elsewhere in the list, or nowhere. */
function replaceRows(rows: readonly UploadRow[]): boolean {
  const { rowsById, view } = useQueueStore.getState()
  const next = new Map(rowsById)
  let hasMoved = false
  for (const row of rows) {
    const old = rowsById.get(row.id)
    if (old) next.set(row.id, row)
    if (old?.status !== row.status && (view.filter !== 'all' || view.sort === 'status' || isGrouped(view)))
      hasMoved = true
  }
  useQueueStore.setState({ rowsById: next })
  return hasMoved
}

/** Subscribes the stores to the main process; returns the function that ends it. */
export function startLive(): () => void {
  const ends = [
    listen('progress', (event) => {
      takeProgress(event, (id) => useQueueStore.getState().rowsById.get(id)?.sizeBytes ?? null)
      if (event.uploads.length > 0) refreshSums()
    }),
    listen('uploads.changed', ({ rows, listChanged }) => {
      announceChanges(rows, useQueueStore.getState().rowsById)
      const hasMoved = replaceRows(rows)
      settleProgress(rows)
      if (listChanged || hasMoved) refreshList()
      refreshCounts()
      if (listChanged) {
        refreshBatches()
        refreshProblems()
      }
    }),
    listen('queue.working', (working) => useAppStore.setState({ working })),
    listen('hold.changed', (hold) => useAppStore.setState({ hold })),
    listen('destinations.changed', (destinations) => useAppStore.setState({ destinations })),
    listen('settings.changed', (settings) => useAppStore.setState({ settings })),
    listen('preflight.changed', followPreflight),
    listen('notice', showNotice),
    listen('window.go', goToTarget),
  ]
  return () => {
    for (const end of ends) end()
  }
}

/** Reads what the window needs before its first picture. */
export async function loadWindow(): Promise<void> {
  const [info, settings, destinations, hold] = await Promise.all([
    call('app.info'),
    call('settings.get'),
    call('destinations.list'),
    call('hold.get'),
  ])
  useAppStore.setState({ info, settings, destinations, hold, targetId: settings.lastDestinationId })
  refreshCounts()
  refreshBatches()
  loadPreflights()
  refreshProblems()
}
