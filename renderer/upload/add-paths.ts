import { call } from '../bridge.ts'
import { say } from '../language/text.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'
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
  const added = await perform(call('queue.add', { paths: [...paths], destinationId: destination.id }))
  if (!added) return
  toasts.add({
    id: `added-${added.batchId}`,
    title: say('notices.added', { count: paths.length, name: destination.name }),
    timeout: 3000,
  })
  goTo('queue')
  refreshList()
  refreshCounts()
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
