import { Layers, X } from 'lucide-react'
import { useText } from '../language/text.ts'
import { useQueueStore } from '../store/queue-store.ts'
import styles from './batch-chip.module.css'
import { showAllBatches } from './one-batch.ts'

/** Says that the list shows one batch only, with the way out. */
export function BatchChip() {
  const t = useText()
  const batch = useQueueStore(({ view }) => view.batch)
  if (batch === null) return null
  return (
    <section aria-label={t('oneBatch.label')} className={styles.bar}>
      <span className={styles.chip}>
        <Layers aria-hidden size={13} />
        <span className={styles.name}>{t('oneBatch.chip', { name: batch.name })}</span>
        <button
          aria-label={t('oneBatch.leave')}
          className={styles.leave}
          title={t('oneBatch.leave')}
          type="button"
          onClick={showAllBatches}
        >
          <X aria-hidden size={13} />
        </button>
      </span>
    </section>
  )
}
