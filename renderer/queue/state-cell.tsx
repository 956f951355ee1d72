import type { UploadRow } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import type { Translate } from '../language/text.ts'
import type { Formats } from '../language/use-format.ts'
import { useColumnStore } from '../store/column-store.ts'
import { describeState } from './describe-state.ts'
import { toneOf } from './row-state.ts'
import { SpeedText } from './speed-text.tsx'
import styles from './state-cell.module.css'
import { StateIcon } from './state-icon.tsx'
import { useNow } from './use-now.ts'

export interface StateCellProps {
  row: UploadRow
  t: Translate<'window'>
  format: Formats
}

/** State word first, then the reason and what happens next in a quieter colour. */
export function StateCell({ row, t, format }: Readonly<StateCellProps>) {
  // The speed has a column of its own unless there is no room for it.
  const hasSpeedColumn = useColumnStore(({ shown }) => shown.includes('speed'))
  const now = useNow(row.nextTryAt !== null)
  const { word, details } = describeState(row, t, format, now)
  const tone = toneOf[row.status]
  const isWordColoured = tone === 'warn' || tone === 'bad'
  return (
    <span className={styles.cell} title={[word, ...details].join(' · ')}>
      <StateIcon status={row.status} />
      <span className={classNames(styles.word, isWordColoured && styles[tone])}>{word}</span>
      {details.length > 0 && <span className={styles.why}>{details.join(' · ')}</span>}
      {row.status === 'uploading' && !hasSpeedColumn && (
        <span className={styles.speed}>
          <SpeedText format={format} id={row.id} />
        </span>
      )}
    </span>
  )
}
