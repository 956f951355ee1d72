import { HardDrive, Package, Pencil, Plus } from 'lucide-react'
import type { Destination } from '../../shared/destination.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { useDropStore } from '../drop/drop-store.ts'
import { useText } from '../language/text.ts'
import { useAppStore } from '../store/app-store.ts'
import { changeView } from '../store/queue-pages.ts'
import { useQueueStore } from '../store/queue-store.ts'
import { clearSelection } from '../store/selection-store.ts'
import { goTo, openDialog, useWindowStore } from '../store/window-store.ts'
import { chooseTarget } from '../upload/add-paths.ts'
import { DestinationMenu } from './destination-menu.tsx'
import styles from './sidebar.module.css'
import { SidebarItem } from './sidebar-item.tsx'

export function DestinationList() {
  const t = useText()
  const destinations = useAppStore((state) => state.destinations)
  return (
    <>
      <h2 className={styles.heading}>{t('sidebar.destinations')}</h2>
      <ul className={styles.destinations}>
        {destinations?.map((destination) => (
          <DestinationItem key={destination.id} destination={destination} />
        ))}
        <SidebarItem
          icon={Plus}
          label={t('sidebar.add')}
          onPress={() => openDialog({ kind: 'destination', destination: null })}
        />
      </ul>
    </>
  )
}

/** A click shows its uploads and makes it the target; a drop on it uploads there. */
function DestinationItem({ destination }: Readonly<{ destination: Destination }>) {
  const t = useText()
  const { id, name } = destination
  const isShown = useWindowStore((state) => state.place === 'queue')
  const isCurrent = useQueueStore(({ view }) => view.destinationId === id)
  const count = useQueueStore(({ counts }) => counts?.byDestination[id] ?? 0)
  const isDropTarget = useDropStore((state) => state.destinationId === id)
  return (
    <DestinationMenu destination={destination}>
      <SidebarItem
        {...(destination.hasSecret ? { count } : { hint: t('sidebar.noSecret') })}
        destinationId={id}
        icon={destination.kind === 'practice' ? HardDrive : Package}
        isCurrent={isShown && isCurrent}
        isDropTarget={isDropTarget}
        label={name}
        onPress={() => {
          goTo('queue')
          clearSelection()
          chooseTarget(id)
          changeView({ filter: 'all', destinationId: id })
        }}
      >
        <IconButton
          className={styles.edit}
          icon={Pencil}
          label={t('sidebar.edit', { name })}
          onClick={() => openDialog({ kind: 'destination', destination })}
        />
      </SidebarItem>
    </DestinationMenu>
  )
}
