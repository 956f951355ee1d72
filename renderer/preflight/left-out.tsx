import type { PreflightView } from '../../shared/preflight.ts'
import card from '../controls/card.module.css'
import { TickBox } from '../controls/tick-box.tsx'
import { errorText } from '../language/error-text.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { EntryList } from './entry-list.tsx'
import styles from './preflight-sheet.module.css'
import type { Decision } from './use-decision.ts'

/** What does not go up, with the reasons, and what goes up under another name. */
export function LeftOut({ view, decision }: Readonly<{ view: PreflightView; decision: Decision }>) {
  const t = useText('sheet')
  const format = useFormat()
  const { leftOut, renamed, followLinks } = view
  return (
    <>
      {leftOut.total > 0 && (
        <section aria-label={t('preflight.leftOutLabel')} className={card.card}>
          <p className={styles.label}>
            {t('preflight.leftOut', { count: leftOut.total, number: format.count(leftOut.total) })}
          </p>
          <EntryList
            // The sentences name their paths.
            entries={leftOut.entries.map(({ path, error }) => ({
              id: path,
              text: errorText(error).sentence,
            }))}
            label={t('preflight.showLeftOut')}
            total={leftOut.total}
          />
        </section>
      )}
      {(leftOut.links > 0 || followLinks) && (
        <TickBox checked={followLinks} onChange={decision.follow}>
          {t('preflight.followLinks')}
        </TickBox>
      )}
      {renamed.total > 0 && (
        <section aria-label={t('preflight.renamedLabel')} className={card.card}>
          <p className={styles.label}>
            {t('preflight.renamed', { count: renamed.total, number: format.count(renamed.total) })}
          </p>
          <EntryList
            entries={renamed.entries.map(({ name, objectKey }) => ({
              id: objectKey,
              name: objectKey,
              text: name,
            }))}
            label={t('preflight.showRenamed')}
            total={renamed.total}
          />
        </section>
      )}
    </>
  )
}
