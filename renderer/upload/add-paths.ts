import type { PreflightView } from '../../shared/preflight.ts'
import { call } from '../bridge.ts'
import { say } from '../language/text.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'
import { takePreflight } from '../preflight/preflight-store.ts'
import { showNewest } from '../queue/show-new.ts'
import { changeSetting } from '../settings/change-setting.ts'
import { targetOf, useAppStore } from '../store/app-store.ts'
import { refreshCounts, refreshList } from '../store/queue-pages.ts'
import { goTo } from '../store/window-store.ts'

/** Queues files and folders for a destination, or for the present target, and says so. */
export async function addPaths(paths: readonly string[], destinationId?: string): Promise<void> {
  const state = useAppStore.getState()
  const destination = state.destinations?.find(({ id }) => id === destinationId) ?? targetOf(state)
  if (!destination) {
    toasts.add({ id: 'no-target', title: say('notices.noTarget') })
    return
  }
  if (paths.length === 0) {
    toasts.add({ id: 'no-path', title: say('notices.noPath'), description: say('notices.noPathText') })
    return
  }
  // `preflight.changed` tells how it goes on.
  await perform(call('preflight.begin', { paths: [...paths], destinationId: destination.id }))
}

/** So many things are in the queue now. */
function tellAdded({ items, destinationId, isFromOutside }: PreflightView): void {
  const { destinations } = useAppStore.getState()
  const name = destinations?.find(({ id }) => id === destinationId)?.name ?? ''
  // The program says it of what came from outside: there may have been no window yet.
  if (!isFromOutside) toasts.add({ title: say('notices.added', { count: items, name }), timeout: 3000 })
  void showNewest()
  goTo('queue')
  refreshList()
  refreshCounts()
}

/** News of a drop that is looked at before it is sent. */
export function followPreflight(view: PreflightView): void {
  takePreflight(view)
  if (view.state === 'sent') tellAdded(view)
}

/** Opens the system's dialog, then queues what was chosen. */
export async function pickAndAdd(kind: 'files' | 'folder'): Promise<void> {
  const paths = await perform(call('queue.pick', { kind }))
  if (paths) await addPaths(paths)
}

/** Where uploads go from now on, files from outside the window included. */
export function chooseTarget(targetId: string): void {
  useAppStore.setState({ targetId })
  void changeSetting('lastDestinationId', targetId)
}
