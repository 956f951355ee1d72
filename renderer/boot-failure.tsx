import styles from './boot-failure.module.css'
import { Button } from './controls/button.tsx'
import { useText } from './language/text.ts'

/** Shown when the window could not even read its settings. */
export function BootFailure({ hasBridge }: Readonly<{ hasBridge: boolean }>) {
  const t = useText()
  return (
    <main className={styles.failure}>
      <p>{hasBridge ? t('boot.failed') : t('boot.noBridge')}</p>
      {hasBridge && <Button onClick={() => location.reload()}>{t('boot.retry')}</Button>}
    </main>
  )
}
