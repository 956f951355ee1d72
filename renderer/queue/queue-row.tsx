import { memo, useState } from 'react'
import type { UploadRow } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { idAt, useQueueStore } from '../store/queue-store.ts'
import { isSelected, useSelectionStore } from '../store/selection-store.ts'
import { LeftText } from './left-text.tsx'
import { ProgressCell } from './progress-cell.tsx'
import styles from './queue-row.module.css'
import { RowActions } from './row-actions.tsx'
import { SpeedText } from './speed-text.tsx'
import { StateCell } from './state-cell.tsx'

export interface QueueRowProps {
  index: number
  /** Distance from the top of the list in pixels. */
  top: number
}

export function rowElementId(index: number): string {
  return `queue-row-${index}`
}

/** One line of the list. It knows its place only; the store says which upload is there. */
export const QueueRow = memo(function QueueRow({ index, top }: Readonly<QueueRowProps>) {
  const row = useQueueStore((state) => state.rowsById.get(idAt(state, index) ?? -1))
  const selected = useSelectionStore((state) => row !== undefined && isSelected(state, row.id))
  const active = useSelectionStore((state) => state.activeIndex === index)
  // Elements are used again for other rows while the list scrolls, so the place is remembered and not a yes or no.
  const [hoveredIndex, setHoveredIndex] = useState<number | null>(null)
  const isHovered = hoveredIndex === index
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classNames(styles.row, selected && styles.selected, active && styles.active)}
      data-index={index}
      id={rowElementId(index)}
      style={{ transform: `translateY(${top}px)` }}
      onPointerEnter={() => setHoveredIndex(index)}
      onPointerLeave={() => setHoveredIndex(null)}
      onPointerMove={() => setHoveredIndex(index)}
    >
      {row ? <Cells hasActions={isHovered || (selected && active)} row={row} /> : <EmptyCells />}
    </tr>
  )
})

function Cells({ row, hasActions }: Readonly<{ row: UploadRow; hasActions: boolean }>) {
  const t = useText()
  const format = useFormat()
  return (
    <>
      <td className={styles.name}>
        <span
          className={styles.nameText}
          title={t('queue.targetTitle', { destination: row.destinationName, key: row.objectKey })}
        >
          <NameText name={row.name} />
        </span>
        {hasActions && <RowActions row={row} />}
      </td>
      <td className={styles.cell}>
        <StateCell format={format} row={row} t={t} />
      </td>
      <td className={styles.cell}>
        <ProgressCell format={format} row={row} t={t} />
      </td>
      <td className={styles.number}>{format.bytes(row.sizeBytes)}</td>
      <td className={classNames(styles.number, styles.wide)}>
        <SpeedText format={format} id={row.id} />
      </td>
      <td className={styles.number}>
        <LeftText format={format} id={row.id} />
      </td>
    </>
  )
}

/** Folders in a quieter colour, so that the eye finds the file's own name. */
function NameText({ name }: Readonly<{ name: string }>) {
  const cut = name.lastIndexOf('/') + 1
  return (
    <>
      {cut > 0 && <span className={styles.folder}>{name.slice(0, cut)}</span>}
      {name.slice(cut)}
    </>
  )
}

/** A place whose page is still being read. */
function EmptyCells() {
  const t = useText()
  return (
    <td className={styles.loading} colSpan={6}>
      {t('queue.loading')}
    </td>
  )
}
