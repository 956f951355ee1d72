import type { UploadRow } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import type { Translate } from '../language/text.ts'
import type { Formats } from '../language/use-format.ts'
import { describeState } from './describe-state.ts'
import { toneOf } from './row-state.ts'
import styles from './state-cell.module.css'
import { StateIcon } from './state-icon.tsx'
import { useNow } from './use-now.ts'

export interface StateCellProps {
  row: UploadRow
  t: Translate<'window'>
  format: Formats
  /** Where the speed has no column of its own; null while nothing moves. */
  bytesPerSecond: number | null
  hasTip: boolean
}

/** State word first, then the reason and what happens next in a quieter colour. */
export function StateCell({ row, t, format, bytesPerSecond, hasTip }: Readonly<StateCellProps>) {
  const now = useNow(row.nextTryAt !== null)
  const { word, details } = describeState(row, t, format, now)
  const tone = toneOf[row.status]
  const isWordColoured = tone === 'warn' || tone === 'bad'
  return (
    <td className={styles.cell} title={hasTip ? [word, ...details].join(' · ') : undefined}>
      <StateIcon status={row.status} />
      <span className={classNames(isWordColoured && styles[tone])}>{word}</span>
      {details.length > 0 && <span className={styles.why}>{details.join(' · ')}</span>}
      {row.status === 'uploading' && bytesPerSecond !== null && (
        <span className={styles.speed}>{bytesPerSecond > 0 ? format.speed(bytesPerSecond) : null}</span>
      )}
    </td>
  )
}
