import { FolderSearch, ListX, Pause, Play, RotateCw, Trash2, X } from 'lucide-react'
import type { UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { RecoveryRowButtons } from '../recovery/recovery-buttons.tsx'
import { aimAtRows, runAction } from './queue-commands.ts'
import styles from './queue-row.module.css'
import { actionsFor, type RowAction } from './row-state.ts'

const icons = {
  pause: Pause,
  resume: Play,
  retry: RotateCw,
  continue: Play,
  again: RotateCw,
  cancel: X,
  cleanUp: Trash2,
  remove: ListX,
} as const satisfies Record<RowAction, unknown>

/** The actions that apply to a row, for the pointer; the keyboard has them in the menu and by keys. */
export function RowActions({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const { name } = row
  return (
    <span className={styles.actions}>
      <RecoveryRowButtons row={row} />
      {actionsFor(row).map((action) => (
        <IconButton
          key={action}
          icon={icons[action]}
          isTabStop={false}
          label={t('action.of', { action: t(`action.${action}`), name })}
          tip={t(`action.${action}`)}
          onClick={(event) => {
            event.stopPropagation()
            runAction(action, aimAtRows([row]))
          }}
        />
      ))}
      <IconButton
        icon={FolderSearch}
        isTabStop={false}
        label={t('action.of', { action: t('action.showInFolder'), name })}
        tip={t('action.showInFolder')}
        onClick={(event) => {
          event.stopPropagation()
          void perform(call('queue.showInFolder', { id: row.id }))
        }}
      />
    </span>
  )
}
