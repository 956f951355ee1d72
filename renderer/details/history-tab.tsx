import { useTranslation } from 'react-i18next'
import type { UploadDetails, UploadHistoryEntry } from '../../shared/queue.ts'
import { i18n } from '../language/i18n.ts'
import { sentenceFor } from '../language/open-keys.ts'
import { type Formats, useFormat } from '../language/use-format.ts'
import styles from './history-tab.module.css'

/** What happened to the upload, newest first. */
export function HistoryTab({ details }: Readonly<{ details: UploadDetails | null }>) {
  const { t } = useTranslation()
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
          <span className={styles.text}>{entryText(entry, format)}</span>
        </li>
      ))}
    </ol>
  )
}

/** Values as people read them; the names say the unit. */
function readable(data: UploadHistoryEntry['data'], format: Formats): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (typeof value !== 'number') return [name, value]
      if (name.endsWith('Bytes')) return [name, format.bytes(value)]
      if (name.endsWith('Ms')) return [name, format.duration(value / 1000)]
      if (name.endsWith('At')) return [name, format.moment(value)]
      return [name, value]
    }),
  )
}

/** The sentence of an entry, or its bare kind and values where nobody has written one. */
function entryText(entry: UploadHistoryEntry, format: Formats): string {
  const values = readable(entry.data, format)
  const text = sentenceFor('window', `events.${entry.kind}`, values)
  if (text !== null) return text
  const list = Object.entries(values).map(([name, value]) => `${name}: ${value}`)
  return i18n.t('history.unknown', { kind: entry.kind, values: list.join(', ') })
}
