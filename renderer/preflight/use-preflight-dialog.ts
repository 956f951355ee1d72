import { useEffect } from 'react'
import { closeDialog, openDialog, useWindowStore } from '../store/window-store.ts'
import { usePreflightStore } from './preflight-store.ts'

/** Opens the sheet of the oldest drop that has to be seen, once no other dialog is open; takes it away when it is over. */
export function usePreflightDialog(): void {
  const dialog = useWindowStore((state) => state.dialog)
  const views = usePreflightStore((state) => state.views)
  useEffect(() => {
    const next = views.find(({ isShown }) => isShown)
    if (dialog === null) {
      if (next) openDialog({ kind: 'preflight', id: next.id })
      return
    }
    if (dialog.kind === 'preflight' && !views.some(({ id }) => id === dialog.id)) closeDialog()
  }, [dialog, views])
}
