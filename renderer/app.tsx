import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { useDetailsByRoom } from './details/use-is-small-window.ts'
import { Dialogs } from './dialogs/dialogs.tsx'
import { DropVeil } from './drop/drop-veil.tsx'
import { useFileDrops } from './drop/use-file-drops.ts'
import { FirstRun } from './first-run/first-run.tsx'
import { useIsFirstRun } from './first-run/use-is-first-run.ts'
import { ViewGuard } from './guard/view-guard.tsx'
import { useAppearance } from './language/use-appearance.ts'
import { LiveRegion } from './notices/live-region.tsx'
import { Toasts } from './notices/toasts.tsx'
import { usePreflightDialog } from './preflight/use-preflight-dialog.ts'
import { useWindowStore } from './store/window-store.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { Workplace } from './workplace.tsx'

/** Everything the window can show, and what listens to the whole of it. */
export function App() {
  useAppearance()
  useFileDrops()
  useShortcuts()
  useDetailsByRoom()
  usePreflightDialog()
  const isFirstRun = useIsFirstRun()
  const dialog = useWindowStore((state) => state.dialog)
  return (
    // The window's policy forbids style elements; what they would say is in our own style sheets.
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        {isFirstRun ? <FirstRun /> : <Workplace />}
        <ViewGuard key={dialog?.kind}>
          <Dialogs />
        </ViewGuard>
        <DropVeil />
        <Toasts />
        <LiveRegion />
      </Tooltip.Provider>
    </CSPProvider>
  )
}
