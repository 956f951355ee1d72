import type { UploadDetails } from '../../shared/queue.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import styles from './history-tab.module.css'
import { historyText } from './history-text.ts'

/** What happened to the upload, newest first. */
export function HistoryTab({ details }: Readonly<{ details: UploadDetails | null }>) {
  const t = useText()
  const format = useFormat()
  if (!details) return null
  if (details.history.length === 0) return <p className={styles.none}>{t('details.noHistory')}</p>
  return (
    <ol className={styles.history}>
      {details.history.map((entry, index) => (
        // Entries have no identity of their own, and the list is only ever replaced as a whole.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index} className={styles.entry}>
          <time className={styles.time} dateTime={new Date(entry.at).toISOString()}>
            {format.moment(entry.at)}
          </time>
          <span className={styles.text}>{historyText(entry, format)}</span>
        </li>
      ))}
    </ol>
  )
}
