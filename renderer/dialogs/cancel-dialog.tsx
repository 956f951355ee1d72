import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId, useState } from 'react'
import type { CancelMode, QueueScope, UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { TickBox } from '../controls/tick-box.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { perform } from '../notices/report-failure.ts'
import { canCleanUp, keptBytes } from '../queue/row-state.ts'
import { useAppStore } from '../store/app-store.ts'
import { useQueueStore } from '../store/queue-store.ts'
import { closeDialog } from '../store/window-store.ts'
import styles from './cancel-dialog.module.css'

export interface CancelDialogProps {
  scope: QueueScope
  rows: readonly UploadRow[]
}

const modes: readonly CancelMode[] = ['keep', 'clean']

/** Cancelling has two outcomes; each says in bytes what becomes of what is already in the bucket. */
export function CancelDialog({ scope, rows }: Readonly<CancelDialogProps>) {
  const t = useText('dialogs')
  const isKeptOnly = rows.length > 0 && rows.every(canCleanUp)
  const proposed = useAppStore((state) => state.settings.cancelDefault)
  const [mode, setMode] = useState<CancelMode>(isKeptOnly ? 'clean' : proposed)
  const [isRemembered, setRemembered] = useState(false)
  const title = useTitle(scope, rows, isKeptOnly)

  const confirm = () => {
    closeDialog()
    void perform(call('queue.cancel', { scope, mode }))
    if (isRemembered) void perform(call('settings.set', { cancelDefault: mode }))
  }
  return (
    <Dialog
      isQuestion
      footer={
        <>
          <Button onClick={closeDialog}>{isKeptOnly ? t('cancel.leaveKept') : t('cancel.leave')}</Button>
          <Button look={mode === 'clean' ? 'danger' : 'primary'} onClick={confirm}>
            {t(`cancel.${mode}`)}
          </Button>
        </>
      }
      title={title}
      onClose={closeDialog}
    >
      <RadioGroup
        aria-label={t('cancel.question')}
        className={styles.outcomes}
        value={mode}
        onValueChange={(next) => setMode(next as CancelMode)}
      >
        {modes
          .filter((outcome) => !isKeptOnly || outcome === 'clean')
          .map((outcome) => (
            <Outcome key={outcome} mode={outcome} rows={rows} />
          ))}
      </RadioGroup>
      {!isKeptOnly && (
        <div className={styles.remember}>
          <TickBox checked={isRemembered} onChange={setRemembered}>
            {t('cancel.remember')}
          </TickBox>
        </div>
      )}
    </Dialog>
  )
}

function useTitle(scope: QueueScope, rows: readonly UploadRow[], isKeptOnly: boolean): string {
  const t = useText('dialogs')
  const total = useQueueStore((state) => state.total) ?? 0
  const only = rows.length === 1 ? rows[0] : undefined
  if (isKeptOnly) {
    return only
      ? t('cancel.titleKeptOne', { name: only.name })
      : t('cancel.titleKept', { count: rows.length })
  }
  if (only) return t('cancel.titleOne', { name: only.name })
  return t('cancel.title', { count: scope.kind === 'all' ? total : rows.length })
}

function Outcome({ mode, rows }: Readonly<{ mode: CancelMode; rows: readonly UploadRow[] }>) {
  const t = useText('dialogs')
  const format = useFormat()
  const id = useId()
  const bytes = keptBytes(rows)
  const size = format.bytes(bytes)
  const known = rows.length > 0
  const text =
    known && bytes === 0
      ? t(`cancel.${mode}Nothing`)
      : known
        ? t(`cancel.${mode}Bytes`, { bytes: size })
        : t(`cancel.${mode}Unknown`)
  return (
    <label className={styles.outcome} htmlFor={id}>
      <Radio.Root className={styles.radio} id={id} value={mode}>
        <Radio.Indicator className={styles.dot} />
      </Radio.Root>
      <span>
        <span className={styles.name}>{t(`cancel.${mode}`)}</span>
        <span className={styles.text}>{text}</span>
      </span>
    </label>
  )
}
