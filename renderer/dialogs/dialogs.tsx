import { DestinationDialog } from '../destinations/destination-dialog.tsx'
import { LinkDialog } from '../links/link-dialog.tsx'
import { PreflightDialog } from '../preflight/preflight-sheet.tsx'
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
    case 'link':
      return <LinkDialog row={dialog.row} />
    case 'remove-destination':
      return <RemoveDestinationDialog destination={dialog.destination} />
    default:
      return null
  }
}
