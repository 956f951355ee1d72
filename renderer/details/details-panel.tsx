import { Tabs } from '@base-ui/react/tabs'
import { X } from 'lucide-react'
import type { UploadRow } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { useText } from '../language/text.ts'
import { SpeedTab } from '../speed/speed-tab.tsx'
import { useQueueStore } from '../store/queue-store.ts'
import { useSelectionStore } from '../store/selection-store.ts'
import { showDetails, useWindowStore } from '../store/window-store.ts'
import styles from './details-panel.module.css'
import { HistoryTab } from './history-tab.tsx'
import { ObjectTab } from './object-tab.tsx'
import { PartsTab } from './parts-tab.tsx'
import { useDetails } from './use-details.ts'
import { useIsSmallWindow } from './use-is-small-window.ts'

/** Below the list in a large window, over its lower end in a small one. */
export function DetailsPanel() {
  const t = useText()
  const isOpen = useWindowStore((state) => state.isDetailsOpen)
  const isSheet = useIsSmallWindow()
  const activeId = useSelectionStore((state) => state.activeId)
  const row = useQueueStore((state) => (activeId === null ? undefined : state.rowsById.get(activeId)))
  const isListEmpty = useQueueStore((state) => state.total === 0)
  if (!isOpen || (!row && (isSheet || isListEmpty))) return null
  return (
    <section
      aria-label={row ? t('details.label', { name: row.name }) : t('details.tabs')}
      className={classNames(styles.panel, isSheet && styles.sheet)}
    >
      {row ? <RowDetails key={row.id} row={row} /> : <p className={styles.none}>{t('details.none')}</p>}
    </section>
  )
}

function RowDetails({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const details = useDetails(row)
  return (
    <Tabs.Root className={styles.tabs} defaultValue="parts">
      <div className={styles.head}>
        <Tabs.List aria-label={t('details.tabs')} className={styles.list}>
          {(['parts', 'object', 'history'] as const).map((tab) => (
            <Tabs.Tab key={tab} className={styles.tab} value={tab}>
              {t(`details.${tab}`)}
            </Tabs.Tab>
          ))}
          <Tabs.Tab className={styles.tab} value="speed">
            {t('speed.tab')}
          </Tabs.Tab>
        </Tabs.List>
        <span className={styles.name} title={row.name}>
          {row.name}
        </span>
        <IconButton icon={X} label={t('details.close')} onClick={() => showDetails(false)} />
      </div>
      <Tabs.Panel className={styles.body} value="parts">
        <PartsTab details={details} row={row} />
      </Tabs.Panel>
      <Tabs.Panel className={styles.body} value="object">
        <ObjectTab details={details} row={row} />
      </Tabs.Panel>
      <Tabs.Panel className={styles.body} value="history">
        <HistoryTab details={details} />
      </Tabs.Panel>
      <Tabs.Panel className={styles.body} value="speed">
        <SpeedTab id={row.id} />
      </Tabs.Panel>
    </Tabs.Root>
  )
}
