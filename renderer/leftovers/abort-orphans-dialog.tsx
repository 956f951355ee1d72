import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { joinSentences } from '../language/join-sentences.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'
import { closeDialog } from '../store/window-store.ts'
import { sizeBytes } from './orphan-table.tsx'
import type { ListedOrphan } from './use-orphans.ts'

export interface AbortOrphansDialogProps {
  destinationId: string
  orphans: readonly ListedOrphan[]
  onDone: () => void
}

/** Says in bytes what is deleted; somebody else may still be sending these. */
export function AbortOrphansDialog({ destinationId, orphans, onDone }: Readonly<AbortOrphansDialogProps>) {
  const t = useText('recovery')
  const format = useFormat()
  const only = orphans.length === 1 ? orphans[0] : undefined
  const bytes = format.bytes(orphans.reduce((sum, { size }) => sum + sizeBytes(size), 0))
  const unmeasured = orphans.filter(({ size }) => size === null || size === 'unknown').length
  const remove = async () => {
    closeDialog()
    const names = orphans.map(({ key, uploadId }) => ({ key, uploadId }))
    const answer = await perform(call('recovery.abortOrphans', { destinationId, orphans: names }))
    if (!answer) return
    const [first] = answer.failed
    if (first) {
      toasts.add({
        id: 'abort-failed',
        title: t('abort.failed', { count: answer.failed.length }),
        description: first.error.message,
        type: 'error',
        timeout: 12_000,
        data: { error: first.error },
      })
    } else toasts.add({ title: t('abort.done', { count: answer.aborted }) })
    onDone()
  }
  return (
    <Dialog
      isQuestion
      description={joinSentences([
        t('abort.text', { bytes }),
        unmeasured > 0 ? t('abort.unmeasured', { count: unmeasured }) : null,
        t('abort.others'),
      ])}
      footer={
        <>
          <Button onClick={closeDialog}>{t('abort.leave')}</Button>
          <Button look="danger" onClick={() => void remove()}>
            {t('abort.confirm')}
          </Button>
        </>
      }
      title={only ? t('abort.titleOne', { key: only.key }) : t('abort.title', { count: orphans.length })}
      onClose={closeDialog}
    />
  )
}
