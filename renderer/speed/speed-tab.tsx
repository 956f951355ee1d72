import { useState } from 'react'
import { Choice } from '../controls/choice.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { SpeedGraph } from './speed-graph.tsx'
import { summaryOf } from './speed-summary.ts'
import styles from './speed-tab.module.css'
import { useSpeeds } from './use-speeds.ts'

const spans = { minute: 60, tenMinutes: 600 } as const
type Span = keyof typeof spans

/** How fast bytes went: of this upload or of all, over the last minute or ten. */
export function SpeedTab({ id }: Readonly<{ id: number }>) {
  const t = useText()
  const format = useFormat()
  const [of, setOf] = useState<'one' | 'all'>('one')
  const [span, setSpan] = useState<Span>('minute')
  const [point, setPoint] = useState<{ secondsAgo: number; bytesPerSecond: number } | null>(null)
  const samples = useSpeeds(of === 'one' ? id : null)
  if (samples === null) return null
  const speeds = samples.bytesPerSecond.slice(-spans[span])
  const { now, average, highest } = summaryOf(speeds)
  const summary = t('speed.summary', {
    now: format.speed(now),
    average: format.speed(average),
    highest: format.speed(highest),
  })
  return (
    <div className={styles.tab}>
      <div className={styles.head}>
        <Choice
          label={t('speed.of')}
          options={[
            { value: 'one', label: t('speed.one') },
            { value: 'all', label: t('speed.all') },
          ]}
          value={of}
          onChange={setOf}
        />
        <Choice
          label={t('speed.span')}
          options={[
            { value: 'minute', label: t('speed.minute') },
            { value: 'tenMinutes', label: t('speed.tenMinutes') },
          ]}
          value={span}
          onChange={setSpan}
        />
        <p className={styles.text}>
          {point === null
            ? summary
            : t('speed.point', {
                ago: format.durationNarrow(point.secondsAgo),
                speed: format.speed(point.bytesPerSecond),
              })}
        </p>
      </div>
      <SpeedGraph
        bytesPerSecond={speeds}
        text={t('speed.graph', { of: t(`speed.${of}`), span: t(`speed.${span}`), summary })}
        onPoint={setPoint}
      />
    </div>
  )
}
