import { ContextMenu } from '@base-ui/react/context-menu'
import { type MouseEvent, type ReactElement, useState } from 'react'
import { call } from '../bridge.ts'
import menu from '../controls/menu.module.css'
import { policyForRow } from '../doctor/policy-for-row.ts'
import { useText } from '../language/text.ts'
import { canLink } from '../links/can-link.ts'
import { perform } from '../notices/report-failure.ts'
import { RecoveryMenuItems } from '../recovery/recovery-menu-items.tsx'
import { keysOf } from '../shortcuts/shortcut-keys.ts'
import { batchOf, lineAt, useQueueStore } from '../store/queue-store.ts'
import { isSelected, selectOnly, useSelectionStore } from '../store/selection-store.ts'
import { openDialog, showDetails } from '../store/window-store.ts'
import { BatchMenuItems } from './batch-menu-items.tsx'
import { copyErrors } from './copy-errors.ts'
import { canMove } from './order-commands.ts'
import { OrderItems } from './order-items.tsx'
import { type Aim, aimAtSelection, copyText, runAction } from './queue-commands.ts'
import { actionsFor, type RowAction } from './row-state.ts'

/** The context menu of the list: what applies to the row under the pointer, or to the selection it belongs to. */
export function RowMenu({ children }: Readonly<{ children: ReactElement }>) {
  const t = useText()
  const [aim, setAim] = useState<Aim | null>(null)
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        render={children}
        onContextMenu={(event: MouseEvent) => {
          selectUnder(event.target)
          setAim(aimAtSelection())
        }}
      />
      {aim && (
        <ContextMenu.Portal>
          <ContextMenu.Positioner className={menu.positioner}>
            <ContextMenu.Popup aria-label={t('action.menu')} className={menu.popup}>
              <MenuItems aim={aim} />
            </ContextMenu.Popup>
          </ContextMenu.Positioner>
        </ContextMenu.Portal>
      )}
    </ContextMenu.Root>
  )
}

/** A click beside the selection moves it; inside, the whole selection is meant. */
function selectUnder(target: EventTarget): void {
  const row = target instanceof Element ? target.closest<HTMLElement>('tr[data-index]') : null
  if (!row) return
  const index = Number(row.dataset.index)
  const id = lineAt(useQueueStore.getState(), index)
  if (id !== null && !isSelected(useSelectionStore.getState(), id)) selectOnly(id, index)
}

const everyAction: readonly RowAction[] = ['pause', 'resume', 'cancel', 'remove']

function actionsOf(aim: Aim): RowAction[] {
  if (aim.scope.kind === 'all') return [...everyAction]
  return [...new Set(aim.rows.flatMap(actionsFor))]
}

function MenuItems({ aim }: Readonly<{ aim: Aim }>) {
  const t = useText()
  const tDoctor = useText('doctor')
  const tSheet = useText('sheet')
  const only = aim.rows.length === 1 ? aim.rows[0] : undefined
  const policy = only ? policyForRow(only) : null
  const activeId = useSelectionStore((state) => state.activeId)
  const batch = useQueueStore((state) => batchOf(state, activeId))
  if (batch && aim.scope.kind === 'all' && aim.scope.batchId === batch.id)
    return <BatchMenuItems batch={batch} />
  return (
    <>
      {actionsOf(aim).map((action) => (
        <ContextMenu.Item key={action} className={menu.item} onClick={() => runAction(action, aim)}>
          {t(`action.${action}`)}
        </ContextMenu.Item>
      ))}
      <RecoveryMenuItems aim={aim} />
      {aim.rows.some(canMove) && <OrderItems aim={aim} />}
      {only && (
        <>
          <ContextMenu.Separator className={menu.separator} />
          <ContextMenu.Item className={menu.item} onClick={() => showDetails(true)}>
            {t('action.details')}
            <kbd className={menu.keys}>{keysOf('details')}</kbd>
          </ContextMenu.Item>
          <ContextMenu.Item
            className={menu.item}
            onClick={() => void perform(call('queue.showInFolder', { id: only.id }))}
          >
            {t('action.showInFolder')}
          </ContextMenu.Item>
          {canLink(only) && (
            <ContextMenu.Item className={menu.item} onClick={() => openDialog({ kind: 'link', row: only })}>
              {tSheet('link.menu')}
              <kbd className={menu.keys}>{keysOf('copyLink')}</kbd>
            </ContextMenu.Item>
          )}
          <ContextMenu.Item className={menu.item} onClick={() => void copyText(only.objectKey)}>
            {t('action.copyKey')}
          </ContextMenu.Item>
          <ContextMenu.Item className={menu.item} onClick={() => void copyText(only.sourcePath)}>
            {t('action.copyPath')}
          </ContextMenu.Item>
          {policy !== null && (
            <ContextMenu.Item className={menu.item} onClick={() => void copyText(policy)}>
              {tDoctor('ui_copyPolicy')}
            </ContextMenu.Item>
          )}
        </>
      )}
      {(aim.scope.kind === 'all' || aim.rows.some(({ reason }) => reason !== null)) && (
        <>
          {!only && <ContextMenu.Separator className={menu.separator} />}
          <ContextMenu.Item className={menu.item} onClick={() => void copyErrors(aim)}>
            {t('action.copyError')}
            <kbd className={menu.keys}>{keysOf('copyError')}</kbd>
          </ContextMenu.Item>
        </>
      )}
    </>
  )
}
