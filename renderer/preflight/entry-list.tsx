import { type ReactNode, useId, useState } from 'react'
import { classNames } from '../controls/class-names.ts'
import { FoldButton } from '../controls/fold-button.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import styles from './preflight-sheet.module.css'

export interface EntryListProps {
  label: string
  /** `name` stands above its text, where there is one. */
  entries: readonly { id: string; name?: string; text: string; control?: ReactNode }[]
  /** How many there are; the list may hold fewer. */
  total: number
}

/** A list behind one line; short ones stand open. */
export function EntryList({ label, entries, total }: Readonly<EntryListProps>) {
  const t = useText('sheet')
  const format = useFormat()
  const id = useId()
  const [isOpen, setOpen] = useState(entries.length <= 3)
  const rest = total - entries.length
  return (
    <div>
      <FoldButton className={styles.toggle} controls={id} isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
        {label}
      </FoldButton>
      <ul className={styles.entries} hidden={!isOpen} id={id}>
        {entries.map(({ id: entryId, name, text, control }) => (
          <li key={entryId} className={styles.entry}>
            <span className={styles.what}>
              {name !== undefined && <code className={styles.name}>{name}</code>}
              <span className={classNames(styles.muted, styles.name)}>{text}</span>
            </span>
            {control}
          </li>
        ))}
        {rest > 0 && <li className={styles.muted}>{t('preflight.more', { number: format.count(rest) })}</li>}
      </ul>
    </div>
  )
}
