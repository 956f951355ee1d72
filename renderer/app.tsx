import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import styles from './app.module.css'
import { StatusBar } from './bars/status-bar.tsx'
import { TopBar } from './bars/top-bar.tsx'
import { DetailsPanel } from './details/details-panel.tsx'
import { useDetailsByRoom } from './details/use-is-small-window.ts'
import { Dialogs } from './dialogs/dialogs.tsx'
import { DropVeil } from './drop/drop-veil.tsx'
import { useFileDrops } from './drop/use-file-drops.ts'
import { useAppearance } from './language/use-appearance.ts'
import { Banners } from './notices/banners.tsx'
import { LiveRegion } from './notices/live-region.tsx'
import { Toasts } from './notices/toasts.tsx'
import { QueueView } from './queue/queue-view.tsx'
import { Sidebar } from './sidebar/sidebar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

/** The window's layout; everything else is in the parts. */
export function App() {
  useAppearance()
  useFileDrops()
  useShortcuts()
  useDetailsByRoom()
  return (
    // The window's policy forbids style elements; what they would say is in our own style sheets.
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <div className={styles.window}>
          <Sidebar />
          <main className={styles.main}>
            <TopBar />
            <Banners />
            <div className={styles.place}>
              <QueueView />
              <DetailsPanel />
            </div>
          </main>
          <div className={styles.foot}>
            <StatusBar />
          </div>
        </div>
        <Dialogs />
        <DropVeil />
        <Toasts />
        <LiveRegion />
      </Tooltip.Provider>
    </CSPProvider>
  )
}
