import { useEffect, useState } from 'react'
import type { Events } from '../../shared/ipc.ts'
import type { UploadRow } from '../../shared/queue.ts'
import type { FileDifference, Relocation } from '../../shared/recovery.ts'
import { toErrorData } from '../../shared/upload-error.ts'
import { call, listen } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform, reportFailure } from '../notices/report-failure.ts'
import { closeDialog } from '../store/window-store.ts'
import styles from './recovery-dialog.module.css'
import { locateFile } from './run-recovery.ts'

export interface LocateDialogProps {
  row: UploadRow
  /** The file that was pointed at. */
  path: string
}

/** Compares a file with what OSS has confirmed of the upload; goes on with it, or says what differs. */
export function LocateDialog({ row, path }: Readonly<LocateDialogProps>) {
  const t = useText('recovery')
  const { differences, progress } = useRelocation(row, path)
  const stop = () => {
    closeDialog()
    void perform(call('recovery.stopLocating'))
  }
  const startOver = async () => {
    closeDialog()
    const moved = await perform(call('recovery.locate', { id: row.id, path, startOver: true }))
    if (moved) toasts.add({ title: t('locate.startedOver', { name: row.name }) })
  }
  if (differences === null) {
    return (
      <Dialog
        isQuestion
        description={t('locate.comparing', { path })}
        footer={<Button onClick={stop}>{t('locate.stop')}</Button>}
        title={t('locate.title', { name: row.name })}
        onClose={stop}
      >
        <Compared progress={progress} />
      </Dialog>
    )
  }
  return (
    <Dialog
      isQuestion
      description={t('locate.differsText')}
      footer={
        <>
          <Button onClick={closeDialog}>{t('locate.leave')}</Button>
          <Button onClick={() => void startOver()}>{t('locate.startOver')}</Button>
          <Button look="primary" onClick={() => void locateFile(row)}>
            {t('locate.another')}
          </Button>
        </>
      }
      title={t('locate.differs')}
      onClose={closeDialog}
    >
      <p className={styles.path}>{path}</p>
      <ul className={styles.facts}>
        {differences.map((difference) => (
          <li key={difference.what}>
            <Difference difference={difference} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

type Progress = Events['recovery.locating']

/** `differences` is null while the comparison runs. */
function useRelocation(
  { id, name }: UploadRow,
  path: string,
): { differences: FileDifference[] | null; progress: Progress | null } {
  const t = useText('recovery')
  const [differences, setDifferences] = useState<FileDifference[] | null>(null)
  const [progress, setProgress] = useState<Progress | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language is no reason to compare again
  useEffect(() => {
    let isCurrent = true
    setDifferences(null)
    setProgress(null)
    const end = listen('recovery.locating', (told) => {
      if (told.id === id) setProgress(told)
    })
    const show = (relocation: Relocation) => {
      if (!isCurrent) return
      if (relocation.kind === 'differs') return setDifferences(relocation.differences)
      closeDialog()
      toasts.add({ title: t('locate.moved', { name }) })
    }
    call('recovery.locate', { id, path, startOver: false }).then(show, (error: unknown) => {
      if (!isCurrent) return
      closeDialog()
      if (toErrorData(error).code !== 'Stopped') reportFailure(error)
    })
    return () => {
      isCurrent = false
      end()
    }
  }, [id, path])
  return { differences, progress }
}

function Compared({ progress }: Readonly<{ progress: Progress | null }>) {
  const t = useText('recovery')
  const format = useFormat()
  if (progress === null || progress.totalBytes === 0) return null
  const { checkedBytes, totalBytes } = progress
  return (
    <>
      <progress
        aria-label={t('locate.progress')}
        className={styles.progress}
        max={totalBytes}
        value={checkedBytes}
      />
      <p className={styles.text}>
        {t('locate.compared', { bytes: format.bytes(checkedBytes), total: format.bytes(totalBytes) })}
      </p>
    </>
  )
}

function Difference({ difference }: Readonly<{ difference: FileDifference }>) {
  const t = useText('recovery')
  const format = useFormat()
  if (difference.what === 'size') {
    return t('locate.size', {
      before: format.bytes(difference.before),
      now: format.bytes(difference.now),
      beforeBytes: format.count(difference.before),
      nowBytes: format.count(difference.now),
    })
  }
  return t('locate.content', {
    number: format.count(difference.partNumber),
    from: format.count(difference.startOffset),
    to: format.count(Math.max(difference.startOffset, difference.endOffset - 1)),
  })
}
