import { useWindowStore } from '../store/window-store.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'

/** The one open dialog. */
export function Dialogs() {
  const dialog = useWindowStore((state) => state.dialog)
  switch (dialog?.kind) {
    case 'cancel':
      return <CancelDialog rows={dialog.rows} scope={dialog.scope} />
    case 'remove':
      return <RemoveDialog rows={dialog.rows} scope={dialog.scope} />
    default:
      return null
  }
}
