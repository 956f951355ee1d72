import { ArrowUp } from 'lucide-react'
import { classNames } from '../controls/class-names.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { useAppStore } from '../store/app-store.ts'
import { useProgressStore } from '../store/progress-store.ts'
import { useQueueStore } from '../store/queue-store.ts'
import { HoldLine } from './hold-line.tsx'
import { LimitMenu } from './limit-menu.tsx'
import styles from './status-bar.module.css'
import { WorkingLine } from './working-line.tsx'

export function StatusBar() {
  const t = useText()
  const isCrowded = useAppStore(({ hold, working }) => hold !== null || working !== null)
  return (
    <section
      aria-label={t('statusBar.label')}
      className={classNames(styles.bar, isCrowded && styles.crowded)}
    >
      <Totals />
      <HoldLine />
      <WorkingLine />
      <Counting />
      <span className={styles.gap} />
      <LimitMenu />
    </section>
  )
}

function Totals() {
  const t = useText()
  const format = useFormat()
  const counts = useQueueStore((state) => state.counts)
  const isHeld = useAppStore(({ hold }) => hold !== null)
  const { bytesPerSecond, running, secondsLeft } = useProgressStore()
  const waiting = counts?.byFilter.waiting ?? 0
  const bytesLeft = counts?.bytesLeft ?? 0
  return (
    <>
      {running > 0 ? (
        <span className={styles.speed}>
          <ArrowUp aria-hidden size={12} />
          {format.speed(bytesPerSecond)}
        </span>
      ) : (
        !isHeld && <span>{t('statusBar.idle')}</span>
      )}
      {running > 0 && <span>{t('statusBar.uploading', { count: running })}</span>}
      {waiting > 0 && (
        <span>{t('statusBar.waiting', { count: waiting, number: format.count(waiting) })}</span>
      )}
      {bytesLeft > 0 && (
        <span className={styles.lesser}>{t('statusBar.bytesLeft', { bytes: format.bytes(bytesLeft) })}</span>
      )}
      {running > 0 && secondsLeft !== null && (
        <span className={styles.lesser}>{t('statusBar.left', { time: format.duration(secondsLeft) })}</span>
      )}
    </>
  )
}

/** While folders are walked, totals still grow; that is said rather than hidden. */
function Counting() {
  const t = useText()
  const format = useFormat()
  const files = useAppStore(({ counting }) => counting.reduce((sum, batch) => sum + batch.files, 0))
  const isCounting = useAppStore(({ counting }) => counting.length > 0)
  if (!isCounting) return null
  return <span>{t('statusBar.counting', { count: files, number: format.count(files) })}</span>
}
