import { Upload } from 'lucide-react'
import { useText } from '../language/text.ts'
import { targetOf, useAppStore } from '../store/app-store.ts'
import { useDropStore } from './drop-store.ts'
import styles from './drop-veil.module.css'

/** Names the target and the count before anything is let go. It never catches the pointer. */
export function DropVeil() {
  const t = useText()
  const { isOver, count, destinationId } = useDropStore()
  const target = useAppStore((state) =>
    destinationId === null
      ? targetOf(state)
      : (state.destinations?.find(({ id }) => id === destinationId) ?? null),
  )
  if (!isOver) return null
  return (
    <div className={styles.veil} data-testid="drop-veil" role="status">
      <div className={styles.frame}>
        <Upload aria-hidden className={styles.icon} size={32} strokeWidth={1.5} />
        {target ? (
          <>
            <p className={styles.title}>
              {count === null
                ? t('drop.titleUnknown', { name: target.name })
                : t('drop.title', { count, name: target.name })}
            </p>
            <code className={styles.where}>
              {t('drop.where', { bucket: target.bucket, prefix: target.prefix })}
            </code>
          </>
        ) : (
          <p className={styles.title}>{t('drop.noTarget')}</p>
        )}
      </div>
    </div>
  )
}
