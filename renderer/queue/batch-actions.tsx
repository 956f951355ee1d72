import { FileCheck, ListX, type LucideIcon, Pause, Play, RotateCw, X } from 'lucide-react'
import type { BatchView } from '../../shared/queue.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import styles from './batch-actions.module.css'
import { type BatchAction, batchActions, runBatchAction } from './batch-commands.ts'

const icons: Record<BatchAction, LucideIcon> = {
  pause: Pause,
  resume: Play,
  retry: RotateCw,
  cancel: X,
  receipt: FileCheck,
  remove: ListX,
}

/** What can be done to a whole batch, for the pointer; the keyboard has it in the menu. */
export function BatchActions({ batch }: Readonly<{ batch: BatchView }>) {
  const t = useText()
  const nameOf = useBatchActionName()
  return (
    <span className={styles.actions}>
      {batchActions(batch).map((action) => (
        <IconButton
          key={action}
          icon={icons[action]}
          isTabStop={false}
          label={t('action.of', { action: nameOf(action, batch), name: batch.name })}
          tip={nameOf(action, batch)}
          onClick={(event) => {
            event.stopPropagation()
            runBatchAction(action, batch)
          }}
        />
      ))}
    </span>
  )
}

/** `Retry 3 problems`: what an action says it reaches. */
export function useBatchActionName(): (action: BatchAction, batch: BatchView) => string {
  const t = useText()
  const format = useFormat()
  return (action, { problems }) =>
    t(`batch.action.${action}`, { count: problems, number: format.count(problems) })
}
