import { StatusBar } from './bars/status-bar.tsx'
import { TopBar } from './bars/top-bar.tsx'
import { DetailsPanel } from './details/details-panel.tsx'
import { LeftoversView } from './leftovers/leftovers-view.tsx'
import { Banners } from './notices/banners.tsx'
import { QueueView } from './queue/queue-view.tsx'
import { SettingsView } from './settings/settings-view.tsx'
import { Sidebar } from './sidebar/sidebar.tsx'
import { useWindowStore } from './store/window-store.ts'
import styles from './workplace.module.css'

/** The layout of the window in use. */
export function Workplace() {
  const place = useWindowStore((state) => state.place)
  return (
    <div className={styles.window}>
      <Sidebar />
      <main className={styles.main}>
        <TopBar />
        <Banners />
        {place === 'settings' ? (
          <SettingsView />
        ) : place === 'leftovers' ? (
          <LeftoversView />
        ) : (
          <div className={styles.queue}>
            <QueueView />
            <DetailsPanel />
          </div>
        )}
      </main>
      <div className={styles.foot}>
        <StatusBar />
      </div>
    </div>
  )
}
