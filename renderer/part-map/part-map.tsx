import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { useText } from '../language/text.ts'
import styles from './part-map.module.css'
import { cellAt, cellOfPart, type PartMapLayout, partsOfCell } from './part-map-layout.ts'
import type { PartMapModel } from './part-map-model.ts'
import { PartReadout, usePartText } from './part-readout.tsx'
import { useCanvasSize } from './use-canvas-size.ts'
import { usePaintedMap } from './use-painted-map.ts'

export interface PartMapProps {
  model: PartMapModel
  /** The part that is told about; null for none. */
  partNumber: number | null
  onPart: (partNumber: number | null) => void
}

/**
 * The map of one upload's parts. Pointer and arrow keys tell
 * about single parts; it reads aloud as a position among them.
 */
export function PartMap({ model, partNumber, onPart }: Readonly<PartMapProps>) {
  const t = useText()
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useCanvasSize(frame)
  const layout = usePaintedMap(canvas, model, size)
  const text = usePartText(model, partNumber)

  const onPointerMove = (event: PointerEvent) => {
    if (!layout) return
    const { left, top } = event.currentTarget.getBoundingClientRect()
    const cell = cellAt(layout, event.clientX - left, event.clientY - top)
    onPart(cell === null ? null : partsOfCell(layout, cell, model.partCount).first)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!layout) return
    const next = stepFor(event.key, partNumber, layout, model.partCount)
    if (next === null) return
    event.preventDefault()
    onPart(next)
  }
  return (
    <div className={styles.map}>
      <div ref={frame} className={styles.frame}>
        <canvas
          ref={canvas}
          aria-label={t('parts.label')}
          aria-valuemax={model.partCount}
          aria-valuemin={1}
          aria-valuenow={partNumber ?? 1}
          aria-valuetext={text ?? t('parts.hint')}
          className={styles.canvas}
          role="slider"
          tabIndex={0}
          onBlur={() => onPart(null)}
          onKeyDown={onKeyDown}
          onPointerLeave={() => onPart(null)}
          onPointerMove={onPointerMove}
        />
        {layout && partNumber !== null && <Marker layout={layout} partNumber={partNumber} />}
      </div>
      <PartReadout layout={layout} model={model} text={text} />
    </div>
  )
}

/** A frame around the cell that is being told about; beside the canvas, so that nothing is painted again. */
function Marker({ layout, partNumber }: Readonly<{ layout: PartMapLayout; partNumber: number }>) {
  const cell = cellOfPart(layout, partNumber)
  const pitch = layout.cellPx + layout.gapPx
  const left = (cell % layout.columns) * pitch
  const top = Math.floor(cell / layout.columns) * pitch
  return <span className={styles.marker} style={{ left, top, width: layout.cellPx, height: layout.cellPx }} />
}

/** Part that a key leads to: left and right by a cell, up and down by a row of cells. */
function stepFor(key: string, from: number | null, layout: PartMapLayout, partCount: number): number | null {
  const cell = layout.partsPerCell
  const steps: Record<string, number> = {
    ArrowRight: cell,
    ArrowLeft: -cell,
    ArrowDown: cell * layout.columns,
    ArrowUp: -cell * layout.columns,
  }
  if (key === 'Home') return 1
  if (key === 'End') return (layout.cellCount - 1) * cell + 1
  const step = steps[key]
  if (step === undefined) return null
  if (from === null) return 1
  const next = from + step
  return next < 1 || next > partCount ? from : next
}
