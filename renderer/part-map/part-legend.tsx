import { useEffect, useRef } from 'react'
import type { PartState } from '../../shared/queue.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import styles from './part-map.module.css'
import { type PartMapModel, partStates } from './part-map-model.ts'
import { paintSwatch } from './part-map-painter.ts'
import { usePartCounts } from './use-part-counts.ts'
import { useScheme } from './use-scheme.ts'

/** Explains colours and patterns, with how many parts have each. */
export function PartLegend({ model }: Readonly<{ model: PartMapModel }>) {
  const t = useText()
  const format = useFormat()
  const counts = usePartCounts(model)
  return (
    <ul aria-label={t('parts.legendLabel')} className={styles.legend}>
      {partStates.map((state) => (
        <li key={state} className={styles.entry}>
          <Swatch state={state} />
          {t('parts.legend', { state: t(`parts.state.${state}`), count: format.count(counts[state]) })}
        </li>
      ))}
    </ul>
  )
}

const swatchPx = 12

function Swatch({ state }: Readonly<{ state: PartState }>) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useScheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const scale = window.devicePixelRatio
    element.width = Math.round(swatchPx * scale)
    element.height = element.width
    paintSwatch(element, state, scale)
  }, [state, scheme])
  return <canvas ref={canvas} aria-hidden className={styles.swatch} />
}
