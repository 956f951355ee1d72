import { FileSearch, RefreshCw, RotateCw, ShieldCheck, Undo2 } from 'lucide-react'
import type { UploadRow } from '../../shared/queue.ts'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { useText } from '../language/text.ts'
import { quickActions, type RecoveryAction, recoveryActionsFor } from './recovery-actions.ts'
import styles from './recovery-buttons.module.css'
import { runRecovery } from './run-recovery.ts'

const icons = {
  retryNow: RotateCw,
  locate: FileSearch,
  verify: ShieldCheck,
  sendAgain: RefreshCw,
  startOver: Undo2,
  pauseAfterParts: RotateCw,
} as const satisfies Record<RecoveryAction, unknown>

/** Beside a row under the pointer, before the actions that every row has. */
export function RecoveryRowButtons({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const tRecovery = useText('recovery')
  return recoveryActionsFor(row)
    .filter((action) => quickActions.has(action))
    .map((action) => (
      <IconButton
        key={action}
        icon={icons[action]}
        isTabStop={false}
        label={t('action.of', { action: tRecovery(`action.${action}`), name: row.name })}
        tip={tRecovery(`action.${action}`)}
        onClick={(event) => {
          event.stopPropagation()
          runRecovery(action, row)
        }}
      />
    ))
}

/** In words, in the details. */
export function RecoveryButtons({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText('recovery')
  const actions = recoveryActionsFor(row)
  if (actions.length === 0) return null
  return (
    <fieldset aria-label={t('actions')} className={styles.buttons}>
      {actions.map((action) => (
        <Button key={action} onClick={() => runRecovery(action, row)}>
          {t(`action.${action}`)}
        </Button>
      ))}
    </fieldset>
  )
}
