import { useEffect } from 'react'
import { showRows } from '../store/queue-pages.ts'
import { useQueueStore } from '../store/queue-store.ts'
import { BatchChip } from './batch-chip.tsx'
import { ColumnMenu } from './column-menu.tsx'
import { EmptyQueue } from './empty-queue.tsx'
import { ProblemList } from './problem-list.tsx'
import { QueueGrid } from './queue-grid.tsx'
import styles from './queue-view.module.css'
import { SelectionBar } from './selection-bar.tsx'

/** The list, or what to do when there is nothing in it. */
export function QueueView() {
  const total = useQueueStore((state) => state.total)
  const lineCount = useQueueStore((state) => state.lineCount)
  useEffect(() => showRows(0, 0), [])
  return (
    <div className={styles.queue}>
      <BatchChip />
      {total === 0 && <EmptyQueue />}
      <ProblemList />
      {lineCount > 0 && (
        <div className={styles.list}>
          <QueueGrid lineCount={lineCount} />
          <ColumnMenu />
        </div>
      )}
      <SelectionBar />
    </div>
  )
}
