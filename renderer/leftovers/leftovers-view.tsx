import { useText } from '../language/text.ts'
import { KeptSection } from './kept-section.tsx'
import styles from './leftovers.module.css'
import { OrphanSection } from './orphan-section.tsx'

/** What lies in buckets without an object: kept checkpoints of ours, and open uploads that nobody here knows. */
export function LeftoversView() {
  const t = useText('recovery')
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <h2 className={styles.title}>{t('leftovers.title')}</h2>
        <p className={styles.lead}>{t('leftovers.lead')}</p>
        <KeptSection />
        <OrphanSection />
      </div>
    </div>
  )
}
