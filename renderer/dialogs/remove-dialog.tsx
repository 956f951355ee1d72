import type { QueueScope, UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { perform } from '../notices/report-failure.ts'
import { removeWithUndo } from '../queue/remove-with-undo.ts'
import { canCleanUp } from '../queue/row-state.ts'
import { closeDialog } from '../store/window-store.ts'
import { useScopeSums } from './use-scope-sums.ts'

export interface RemoveDialogProps {
  scope: QueueScope
  rows: readonly UploadRow[]
}

/** Removing a row that still has parts in the bucket would leave them there without a record: that is said first. */
export function RemoveDialog({ scope, rows }: Readonly<RemoveDialogProps>) {
  const t = useText('dialogs')
  const format = useFormat()
  const sums = useScopeSums(scope, rows)
  const only = rows.length === 1 ? rows[0] : undefined
  const isEverything = scope.kind === 'all'
  const cleanable = rows.filter(canCleanUp)
  const title = isEverything
    ? t('remove.titleAll')
    : only
      ? t('remove.titleOne', { name: only.name })
      : t('remove.title', { count: rows.length })
  const removeRows = () => {
    closeDialog()
    void removeWithUndo(scope, true)
  }
  const cleanUp = () => {
    closeDialog()
    const ids = cleanable.map((row) => row.id)
    void perform(call('queue.cancel', { scope: { kind: 'ids', ids }, mode: 'clean' }))
  }
  return (
    <Dialog
      isQuestion
      description={
        sums && t(isEverything ? 'remove.textAll' : 'remove.text', { bytes: format.bytes(sums.partBytes) })
      }
      footer={
        <>
          <Button onClick={closeDialog}>{t('remove.leave')}</Button>
          {cleanable.length > 0 && <Button onClick={cleanUp}>{t('remove.cleanUp')}</Button>}
          <Button look="danger" onClick={removeRows}>
            {t('remove.confirm')}
          </Button>
        </>
      }
      title={title}
      onClose={closeDialog}
    />
  )
}
