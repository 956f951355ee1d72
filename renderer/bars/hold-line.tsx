import { CirclePause } from 'lucide-react'
import { call } from '../bridge.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'
import styles from './status-bar.module.css'

/** Why everything stands still for a while, and the way out of it. */
export function HoldLine() {
  const t = useText()
  const format = useFormat()
  const hold = useAppStore((state) => state.hold)
  return (
    <span className={styles.holdRegion} role="status">
      {hold && (
        <span className={styles.hold}>
          <CirclePause aria-hidden size={13} />
          {t(`hold.${hold.cause}`, { time: hold.until === null ? '' : format.until(hold.until) })}
          <button className={styles.endHold} type="button" onClick={() => void perform(call('hold.end'))}>
            {t('hold.end')}
          </button>
        </span>
      )}
    </span>
  )
}
