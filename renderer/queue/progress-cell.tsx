import { wholePercent } from '../../shared/format/percent.ts'
import type { UploadRow } from '../../shared/queue.ts'
import type { UploadStatus } from '../../shared/upload-state.ts'
import { classNames } from '../controls/class-names.ts'
import type { Translate } from '../language/text.ts'
import type { Formats } from '../language/use-format.ts'
import styles from './progress-cell.module.css'

const looks: Partial<Record<UploadStatus, string | undefined>> = {
  uploading: styles.moving,
  completing: styles.moving,
  verifying: styles.moving,
  done: styles.done,
  failed: styles.failed,
}

export interface ProgressCellProps {
  row: UploadRow
  /** Bytes the bar reaches. */
  shownBytes: number
  t: Translate<'window'>
  format: Formats
}

/**
 * Bar and whole percent. The bar and the figure come from the same number, so they never disagree. The bar is one plain
 * element: `<progress>` makes three more inside, for every row of every frame of a scrolling list.
 */
export function ProgressCell({ row, shownBytes, t, format }: Readonly<ProgressCellProps>) {
  const isDone = row.status === 'done'
  const percent = wholePercent(shownBytes, row.sizeBytes, isDone)
  // Tenths of a percent move smoothly on any bar; more would redraw for nothing.
  const share = isDone ? 100 : Math.min(99, Math.round((shownBytes / Math.max(1, row.sizeBytes)) * 1000) / 10)
  return (
    <td className={styles.cell}>
      <span
        aria-label={t('column.progress')}
        aria-valuenow={share}
        aria-valuetext={format.percent(percent)}
        className={classNames(styles.bar, looks[row.status])}
        role="progressbar"
        style={{ backgroundSize: `${share}% 100%` }}
      />
      <span aria-hidden className={styles.percent}>
        {share === 0 ? '' : format.percent(percent)}
      </span>
    </td>
  )
}
