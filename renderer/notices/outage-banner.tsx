import { CloudOff } from 'lucide-react'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { errorText } from '../language/error-text.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { useNow } from '../queue/use-now.ts'
import { useProblemStore } from '../store/problem-store.ts'
import styles from './banners.module.css'
import { perform } from './report-failure.ts'

/** A lost network is a state of everything, not an error of each upload: one line, however many wait. */
export function OutageBanner() {
  const t = useText()
  const format = useFormat()
  const outage = useProblemStore(({ waiting }) => waiting.find(({ cause }) => cause === 'network'))
  const now = useNow(outage?.nextTryAt != null)
  if (!outage) return null
  const seconds = outage.nextTryAt === null ? 0 : Math.ceil((outage.nextTryAt - now) / 1000)
  const sentence = t('outage.text', {
    count: outage.count,
    number: format.count(outage.count),
    reason: outage.example ? errorText(outage.example).sentence : t('waitingFor.network'),
  })
  return (
    <div className={styles.banner}>
      <CloudOff aria-hidden size={15} />
      <span className={styles.text}>
        {sentence}
        {/* Chinese full stops bring their own space. */}
        {sentence.endsWith('。') ? '' : ' '}
        {/* A countdown read aloud every second would drown everything else. */}
        <span aria-live="off">
          {seconds > 0 ? t('outage.next', { time: format.durationNarrow(seconds) }) : t('outage.now')}
        </span>
      </span>
      <Button onClick={() => void perform(call('queue.retryNow'))}>{t('outage.retry')}</Button>
    </div>
  )
}
