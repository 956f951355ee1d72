import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId, useState } from 'react'
import type { CancelMode, QueueScope, ScopeSums, UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { TickBox } from '../controls/tick-box.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { perform } from '../notices/report-failure.ts'
import { canCleanUp } from '../queue/row-state.ts'
import { useAppStore } from '../store/app-store.ts'
import { closeDialog } from '../store/window-store.ts'
import styles from './cancel-dialog.module.css'
import { useScopeSums } from './use-scope-sums.ts'

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
  const sums = useScopeSums(scope, rows)
  const title = useTitle(sums, rows, isKeptOnly)

  const confirm = () => {
    closeDialog()
    void perform(call('queue.cancel', { scope, mode }))
    if (isRemembered) void perform(call('settings.set', { cancelDefault: mode, askBeforeCancel: false }))
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
            <Outcome key={outcome} mode={outcome} sums={sums} />
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

function useTitle(sums: ScopeSums | null, rows: readonly UploadRow[], isKeptOnly: boolean): string {
  const t = useText('dialogs')
  const only = rows.length === 1 ? rows[0] : undefined
  if (isKeptOnly) {
    return only
      ? t('cancel.titleKeptOne', { name: only.name })
      : t('cancel.titleKept', { count: rows.length })
  }
  if (only) return t('cancel.titleOne', { name: only.name })
  const count = rows.length > 0 ? rows.length : sums?.cancellable
  return count === undefined ? t('cancel.titleCounting') : t('cancel.title', { count })
}

function Outcome({ mode, sums }: Readonly<{ mode: CancelMode; sums: ScopeSums | null }>) {
  const t = useText('dialogs')
  const format = useFormat()
  const id = useId()
  const bytes = sums?.partBytes ?? 0
  const text =
    bytes === 0 ? t(`cancel.${mode}Nothing`) : t(`cancel.${mode}Bytes`, { bytes: format.bytes(bytes) })
  return (
    <label className={styles.outcome} htmlFor={id}>
      <Radio.Root className={styles.radio} id={id} value={mode}>
        <Radio.Indicator className={styles.dot} />
      </Radio.Root>
      <span>
        <span className={styles.name}>{t(`cancel.${mode}`)}</span>
        <span className={styles.text}>{sums && text}</span>
      </span>
    </label>
  )
}
