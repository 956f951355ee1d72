import { ContextMenu } from '@base-ui/react/context-menu'
import menu from '../controls/menu.module.css'
import { useText } from '../language/text.ts'
import type { Aim } from '../queue/queue-commands.ts'
import { canPauseAfterParts, recoveryActionsFor } from './recovery-actions.ts'
import { pauseAfterParts, runRecovery } from './run-recovery.ts'

/** What the context menu adds for one row; for several only what can be done to several. */
export function RecoveryMenuItems({ aim }: Readonly<{ aim: Aim }>) {
  const t = useText('recovery')
  const only = aim.rows.length === 1 ? aim.rows[0] : undefined
  if (only) {
    return recoveryActionsFor(only).map((action) => (
      <ContextMenu.Item key={action} className={menu.item} onClick={() => runRecovery(action, only)}>
        {t(`action.${action}`)}
      </ContextMenu.Item>
    ))
  }
  if (aim.scope.kind === 'ids' && !aim.rows.some(canPauseAfterParts)) return null
  return (
    <ContextMenu.Item className={menu.item} onClick={() => void pauseAfterParts(aim)}>
      {t('action.pauseAfterParts')}
    </ContextMenu.Item>
  )
}
