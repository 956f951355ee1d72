import { ContextMenu } from '@base-ui/react/context-menu'
import type { BatchView } from '../../shared/queue.ts'
import menu from '../controls/menu.module.css'
import { useText } from '../language/text.ts'
import { keysOf } from '../shortcuts/shortcut-keys.ts'
import { toggleFolding } from '../store/folding-store.ts'
import { useBatchActionName } from './batch-actions.tsx'
import { aimAtBatch, batchActions, runBatchAction } from './batch-commands.ts'
import { copyErrors } from './copy-errors.ts'
import { showOnly } from './one-batch.ts'
import { OrderItems } from './order-items.tsx'

/** The context menu of a heading: the same as its buttons, and the order. */
export function BatchMenuItems({ batch }: Readonly<{ batch: BatchView }>) {
  const t = useText()
  const nameOf = useBatchActionName()
  return (
    <>
      {batchActions(batch).map((action) => (
        <ContextMenu.Item key={action} className={menu.item} onClick={() => runBatchAction(action, batch)}>
          {nameOf(action, batch)}
        </ContextMenu.Item>
      ))}
      <ContextMenu.Separator className={menu.separator} />
      <ContextMenu.Item className={menu.item} onClick={() => toggleFolding(batch.id)}>
        {t('batch.toggle')}
      </ContextMenu.Item>
      <ContextMenu.Item className={menu.item} onClick={() => showOnly(batch)}>
        {t('oneBatch.show')}
        <kbd className={menu.keys}>{keysOf('onlyBatch')}</kbd>
      </ContextMenu.Item>
      {batch.problems > 0 && (
        <ContextMenu.Item className={menu.item} onClick={() => void copyErrors(aimAtBatch(batch.id))}>
          {t('action.copyError')}
          <kbd className={menu.keys}>{keysOf('copyError')}</kbd>
        </ContextMenu.Item>
      )}
      {batch.status !== 'finished' && <OrderItems aim={aimAtBatch(batch.id)} places={['top', 'bottom']} />}
    </>
  )
}
