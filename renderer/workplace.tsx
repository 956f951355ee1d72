import { StatusBar } from './bars/status-bar.tsx'
import { TopBar } from './bars/top-bar.tsx'
import { DetailsPanel } from './details/details-panel.tsx'
import { ViewGuard } from './guard/view-guard.tsx'
import { LeftoversView } from './leftovers/leftovers-view.tsx'
import { Banners } from './notices/banners.tsx'
import { QueueView } from './queue/queue-view.tsx'
import { SettingsView } from './settings/settings-view.tsx'
import { Sidebar } from './sidebar/sidebar.tsx'
import { useQueueStore } from './store/queue-store.ts'
import { useSelectionStore } from './store/selection-store.ts'
import { useWindowStore } from './store/window-store.ts'
import styles from './workplace.module.css'

/** The layout of the window in use. A view that breaks leaves the others as they are. */
export function Workplace() {
  const place = useWindowStore((state) => state.place)
  const view = useQueueStore((state) => state.view)
  const activeId = useSelectionStore((state) => state.activeId)
  return (
    <div className={styles.window}>
      <ViewGuard>
        <Sidebar />
      </ViewGuard>
      <main className={styles.main}>
        <ViewGuard>
          <TopBar />
          <Banners />
        </ViewGuard>
        {place === 'settings' ? (
          <ViewGuard>
            <SettingsView />
          </ViewGuard>
        ) : place === 'leftovers' ? (
          <ViewGuard>
            <LeftoversView />
          </ViewGuard>
        ) : (
          <div className={styles.queue}>
            <ViewGuard resetKey={view}>
              <QueueView />
            </ViewGuard>
            <ViewGuard resetKey={activeId}>
              <DetailsPanel />
            </ViewGuard>
          </div>
        )}
      </main>
      <div className={styles.foot}>
        <ViewGuard>
          <StatusBar />
        </ViewGuard>
      </div>
    </div>
  )
}
