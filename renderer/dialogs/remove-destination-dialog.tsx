import type { Destination } from '../../shared/destination.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { changeView } from '../store/queue-pages.ts'
import { useQueueStore } from '../store/queue-store.ts'
import { closeDialog } from '../store/window-store.ts'

/** Says what goes with a destination: its key, and the way for what still waits to be uploaded there. */
export function RemoveDestinationDialog({ destination }: Readonly<{ destination: Destination }>) {
  const t = useText('dialogs')
  const { id, name } = destination
  const count = useQueueStore(({ counts }) => counts?.byDestination[id] ?? 0)
  const remove = async () => {
    closeDialog()
    await perform(call('destinations.remove', { id }))
    if (useQueueStore.getState().view.destinationId === id) changeView({ destinationId: null })
  }
  return (
    <Dialog
      isQuestion
      description={count > 0 ? t('removeDestination.textUploads', { count }) : t('removeDestination.text')}
      footer={
        <>
          <Button onClick={closeDialog}>{t('removeDestination.leave')}</Button>
          <Button look="danger" onClick={() => void remove()}>
            {t('removeDestination.confirm')}
          </Button>
        </>
      }
      title={t('removeDestination.title', { name })}
      onClose={closeDialog}
    />
  )
}
