import { wholePercent } from '../../shared/format/percent.ts'
import type { UploadStatus } from '../../shared/upload-state.ts'
import { classNames } from '../controls/class-names.ts'
import { shownBytesOf, useProgressStore } from '../store/progress-store.ts'
import styles from './progress-cell.module.css'
import type { StateCellProps } from './state-cell.tsx'

const looks: Partial<Record<UploadStatus, string | undefined>> = {
  uploading: styles.moving,
  completing: styles.moving,
  verifying: styles.moving,
  done: styles.done,
  failed: styles.failed,
}

/** Bar and whole percent. The bar and the figure come from the same number, so they never disagree. */
export function ProgressCell({ row, t, format }: Readonly<StateCellProps>) {
  const isDone = row.status === 'done'
  const shown = useProgressStore((state) => shownBytesOf(state, row))
  const percent = wholePercent(shown, row.sizeBytes, isDone)
  // Thousandths move smoothly on any bar; more would redraw for nothing.
  const share = isDone ? 1 : Math.min(0.99, Math.round((shown / Math.max(1, row.sizeBytes)) * 1000) / 1000)
  return (
    <span className={styles.cell}>
      <progress
        aria-label={t('column.progress')}
        aria-valuetext={format.percent(percent)}
        className={classNames(styles.bar, looks[row.status])}
        max={1}
        value={share}
      />
      <span aria-hidden className={styles.percent}>
        {share === 0 ? '' : format.percent(percent)}
      </span>
    </span>
  )
}
