import { DestinationDialog } from '../destinations/destination-dialog.tsx'
import { DoctorDialog } from '../doctor/doctor-dialog.tsx'
import { ImportDialog } from '../import/import-dialog.tsx'
import { AbortOrphansDialog } from '../leftovers/abort-orphans-dialog.tsx'
import { LinkDialog } from '../links/link-dialog.tsx'
import { PreflightDialog } from '../preflight/preflight-sheet.tsx'
import { LocateDialog } from '../recovery/locate-dialog.tsx'
import { StartOverDialog } from '../recovery/start-over-dialog.tsx'
import { VerifyDialog } from '../recovery/verify-dialog.tsx'
import { ShortcutsDialog } from '../shortcuts/shortcuts-dialog.tsx'
import { useWindowStore } from '../store/window-store.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { RemoveDestinationDialog } from './remove-destination-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'

/** The one open dialog. */
export function Dialogs() {
  const dialog = useWindowStore((state) => state.dialog)
  switch (dialog?.kind) {
    case 'cancel':
      return <CancelDialog rows={dialog.rows} scope={dialog.scope} />
    case 'remove':
      return <RemoveDialog rows={dialog.rows} scope={dialog.scope} />
    case 'destination':
      return <DestinationDialog key={dialog.destination?.id} destination={dialog.destination} />
    case 'preflight':
      return <PreflightDialog id={dialog.id} />
    case 'doctor': {
      const { id, endpoint, region } = dialog.destination
      return <DoctorDialog key={`${id} ${endpoint} ${region}`} destination={dialog.destination} />
    }
    case 'shortcuts':
      return <ShortcutsDialog />
    case 'import':
      return <ImportDialog />
    case 'link':
      return <LinkDialog row={dialog.row} />
    case 'remove-destination':
      return <RemoveDestinationDialog destination={dialog.destination} />
    case 'locate':
      return <LocateDialog path={dialog.path} row={dialog.row} />
    case 'verify':
      return <VerifyDialog row={dialog.row} />
    case 'start-over':
      return <StartOverDialog row={dialog.row} />
    case 'abort-orphans':
      return (
        <AbortOrphansDialog
          destinationId={dialog.destinationId}
          orphans={dialog.orphans}
          onDone={dialog.onDone}
        />
      )
    default:
      return null
  }
}
