import type { UploadRow } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { describeState } from './describe-state.ts'
import { toneOf } from './row-state.ts'
import { SpeedText } from './speed-text.tsx'
import styles from './state-cell.module.css'
import { StateIcon } from './state-icon.tsx'
import { useNow } from './use-now.ts'

/** State word first, then the reason and what happens next in a quieter colour. */
export function StateCell({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const format = useFormat()
  const now = useNow(row.nextTryAt !== null)
  const { word, details } = describeState(row, t, format, now)
  const tone = toneOf[row.status]
  const isWordColoured = tone === 'warn' || tone === 'bad'
  return (
    <span className={styles.cell} title={[word, ...details].join(' · ')}>
      <StateIcon status={row.status} />
      <span className={classNames(styles.word, isWordColoured && styles[tone])}>{word}</span>
      {details.length > 0 && <span className={styles.why}>{details.join(' · ')}</span>}
      {row.status === 'uploading' && <SpeedText id={row.id} className={styles.speed} />}
    </span>
  )
}
