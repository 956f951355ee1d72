import { Choice } from '../controls/choice.tsx'
import { useText } from '../language/text.ts'
import { targetOf, useAppStore } from '../store/app-store.ts'
import { chooseTarget } from '../upload/add-paths.ts'
import styles from './target-select.module.css'

/** Says where the next upload goes, before anything is dropped. */
export function TargetSelect() {
  const t = useText()
  const destinations = useAppStore((state) => state.destinations)
  const target = useAppStore(targetOf)
  if (!destinations || !target) return null
  return (
    <span className={styles.target}>
      <span aria-hidden className={styles.label}>
        {t('top.target')}
      </span>
      <Choice
        className={styles.choice}
        label={t('top.target')}
        options={destinations.map(({ id, name }) => ({ value: id, label: name }))}
        value={target.id}
        onChange={chooseTarget}
      />
    </span>
  )
}
