import { useEffect, useState } from 'react'
import type { UploadRow } from '../../shared/queue.ts'
import type { Verification } from '../../shared/recovery.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useText } from '../language/text.ts'
import { reportFailure } from '../notices/report-failure.ts'
import { closeDialog } from '../store/window-store.ts'
import styles from './recovery-dialog.module.css'
import { startOver } from './run-recovery.ts'

/** Compares the object in the bucket with the file once more; sends nothing by itself. */
export function VerifyDialog({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText('recovery')
  const found = useVerification(row.id)
  const isWrong = found !== null && found.kind !== 'equal'
  const sendAgain = () => {
    closeDialog()
    void startOver([row.id])
  }
  return (
    <Dialog
      isQuestion
      description={t(found === null ? 'verify.asking' : `verify.${found.kind}`)}
      footer={
        <>
          <Button look={isWrong ? 'plain' : 'primary'} onClick={closeDialog}>
            {t('verify.close')}
          </Button>
          {isWrong && (
            <Button look="primary" onClick={sendAgain}>
              {t('action.sendAgain')}
            </Button>
          )}
        </>
      }
      title={t('verify.title', { name: row.name })}
      onClose={closeDialog}
    >
      {found !== null && found.kind !== 'missing' && (
        <dl className={styles.sums}>
          <dt>{t('verify.local')}</dt>
          <dd>{found.local}</dd>
          <dt>{t('verify.remote')}</dt>
          <dd>{found.remote ?? t('verify.none')}</dd>
        </dl>
      )}
    </Dialog>
  )
}

function useVerification(id: number): Verification | null {
  const [found, setFound] = useState<Verification | null>(null)
  useEffect(() => {
    let isCurrent = true
    call('recovery.verify', { id }).then(
      (answer) => {
        if (isCurrent) setFound(answer)
      },
      (error: unknown) => {
        if (!isCurrent) return
        closeDialog()
        reportFailure(error)
      },
    )
    return () => {
      isCurrent = false
    }
  }, [id])
  return found
}
