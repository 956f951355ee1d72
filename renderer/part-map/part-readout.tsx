import { useEffect, useState } from 'react'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { throttled } from '../store/throttled.ts'
import styles from './part-map.module.css'
import type { PartMapLayout } from './part-map-layout.ts'
import type { PartMapModel } from './part-map-model.ts'

/**
 * What there is to say about one part: number, bytes, state, tries, speed,
 * last code and request. Null for no part. Follows the part while it is sent.
 */
export function usePartText(model: PartMapModel, partNumber: number | null): string | null {
  const t = useText()
  const format = useFormat()
  const [, redraw] = useState(0)
  useEffect(() => {
    if (partNumber === null) return
    const tell = throttled(() => redraw((count) => count + 1), 250)
    return model.subscribe((changed) => {
      if (changed.includes(partNumber)) tell()
    })
  }, [model, partNumber])
  if (partNumber === null) return null
  const { state, startOffset, endOffset, sentBytes, tries, bytesPerSecond, code, requestId } =
    model.factsOf(partNumber)
  const size = endOffset - startOffset
  const facts = [
    t('parts.part', { number: format.count(partNumber), total: format.count(model.partCount) }),
    t('parts.range', {
      from: format.count(startOffset),
      to: format.count(Math.max(startOffset, endOffset - 1)),
    }),
    t(`parts.state.${state}`),
  ]
  if (state === 'sending') {
    facts.push(t('parts.sent', { bytes: format.bytes(sentBytes), size: format.bytes(size) }))
  }
  if (tries > 1) facts.push(t('parts.tries', { count: tries }))
  if (bytesPerSecond !== null) facts.push(format.speed(bytesPerSecond))
  if (code !== null) facts.push(t('parts.lastCode', { code }))
  if (requestId !== null) facts.push(t('parts.requestId', { requestId }))
  return facts.join(' · ')
}

export interface PartReadoutProps {
  model: PartMapModel
  layout: PartMapLayout | null
  text: string | null
}

/** Two lines under the map: about the part pointed at, otherwise about the plan. It never changes its height. */
export function PartReadout({ model, layout, text }: Readonly<PartReadoutProps>) {
  const t = useText()
  const format = useFormat()
  const plan = [
    t('parts.total', {
      count: model.partCount,
      number: format.count(model.partCount),
      size: format.byteLimit(model.partSizeBytes),
    }),
  ]
  if (layout && layout.partsPerCell > 1) plan.push(t('parts.merged', { count: layout.partsPerCell }))
  return <p className={styles.readout}>{text ?? plan.join(' · ')}</p>
}
