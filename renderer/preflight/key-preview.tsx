import type { PreflightView } from '../../shared/preflight.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import styles from './preflight-sheet.module.css'
import { folderOf } from './use-decision.ts'

const shown = 3

/** The first keys as they will be, while the prefix is typed. */
export function KeyPreview({ view, prefix }: Readonly<{ view: PreflightView; prefix: string }>) {
  const t = useText('sheet')
  const format = useFormat()
  const keys = view.keys.slice(0, shown).map(({ objectKey }) => objectKey.slice(view.prefix.length))
  const rest = view.files - keys.length
  if (keys.length === 0) return null
  return (
    <span className={styles.keys}>
      {keys.map((key) => (
        <code key={key} className={styles.name}>
          {folderOf(prefix)}
          {key}
        </code>
      ))}
      {rest > 0 && <span>{t('preflight.more', { number: format.count(rest) })}</span>}
    </span>
  )
}
