import { PackageOpen, Settings } from 'lucide-react'
import { queueFilters } from '../../shared/queue.ts'
import { useText } from '../language/text.ts'
import { changeView } from '../store/queue-pages.ts'
import { useQueueStore } from '../store/queue-store.ts'
import { clearSelection } from '../store/selection-store.ts'
import { goTo, useWindowStore } from '../store/window-store.ts'
import { DestinationList } from './destination-list.tsx'
import styles from './sidebar.module.css'
import { SidebarItem } from './sidebar-item.tsx'

export function Sidebar() {
  const t = useText()
  const tRecovery = useText('recovery')
  const place = useWindowStore((state) => state.place)
  return (
    <nav aria-label={t('sidebar.label')} className={styles.sidebar}>
      <h1 className={styles.brand}>Stevedore</h1>
      <h2 className="visually-hidden">{t('sidebar.filters')}</h2>
      <ul>
        {queueFilters.map((filter) => (
          <FilterItem key={filter} filter={filter} />
        ))}
      </ul>
      <DestinationList />
      <ul className={styles.foot}>
        <SidebarItem
          icon={PackageOpen}
          isCurrent={place === 'leftovers'}
          label={tRecovery('leftovers.menu')}
          onPress={() => goTo('leftovers')}
        />
        <SidebarItem
          icon={Settings}
          isCurrent={place === 'settings'}
          label={t('sidebar.settings')}
          onPress={() => goTo('settings')}
        />
      </ul>
    </nav>
  )
}

function FilterItem({ filter }: Readonly<{ filter: (typeof queueFilters)[number] }>) {
  const t = useText()
  const isShown = useWindowStore((state) => state.place === 'queue')
  const isCurrent = useQueueStore(({ view }) => view.filter === filter && view.destinationId === null)
  const count = useQueueStore(({ counts }) => counts?.byFilter[filter] ?? 0)
  return (
    <SidebarItem
      count={count}
      isCurrent={isShown && isCurrent}
      isWarning={filter === 'problems' && count > 0}
      label={t(`filter.${filter}`)}
      onPress={() => {
        goTo('queue')
        clearSelection()
        changeView({ filter, destinationId: null })
      }}
    />
  )
}
