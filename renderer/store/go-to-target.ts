import type { WindowTarget } from '../../shared/ipc.ts'
import { useAppStore } from './app-store.ts'
import { changeView } from './queue-pages.ts'
import { clearSelection } from './selection-store.ts'
import { goTo, goToNetworkSettings, openDialog, useWindowStore } from './window-store.ts'

/** Opens the place that the tray, the menu or a notification asked for. */
export function goToTarget(target: WindowTarget): void {
  if (target.place === 'settings') {
    if (target.section === 'network') goToNetworkSettings()
    else goTo('settings')
    return
  }
  if (target.place === 'shortcuts') {
    // A question that is open comes first.
    if (useWindowStore.getState().dialog === null) openDialog({ kind: 'shortcuts' })
    return
  }
  if (target.place === 'destination') {
    const destination = useAppStore.getState().destinations?.find(({ id }) => id === target.id)
    if (destination) openDialog({ kind: 'destination', destination })
    return
  }
  goTo('queue')
  clearSelection()
  changeView({ filter: target.filter, destinationId: null, batch: null, search: '' })
}
