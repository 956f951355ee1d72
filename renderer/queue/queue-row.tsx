import { memo, useState } from 'react'
import { hasHeading, type UploadRow } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import { useText } from '../language/text.ts'
import { type Formats, useFormat } from '../language/use-format.ts'
import { useColumnStore } from '../store/column-store.ts'
import { batchOf, isGrouped, lineAt, useQueueStore } from '../store/queue-store.ts'
import { isSelected, useSelectionStore } from '../store/selection-store.ts'
import { BatchCells } from './batch-row.tsx'
import type { ColumnName } from './columns.ts'
import { LeftText } from './left-text.tsx'
import { NameCell } from './name-cell.tsx'
import { canMove, showsOrder } from './order-commands.ts'
import { ProgressCell } from './progress-cell.tsx'
import styles from './queue-row.module.css'
import { SpeedText } from './speed-text.tsx'
import { StateCell } from './state-cell.tsx'
import { useDragMark } from './use-row-drag.ts'

export interface QueueRowProps {
  index: number
  /** Distance from the top of the list in pixels. */
  top: number
}

export function rowElementId(index: number): string {
  return `queue-row-${index}`
}

/** One line of the list. It knows its place only; the store says which upload or which heading is there. */
export const QueueRow = memo(function QueueRow({ index, top }: Readonly<QueueRowProps>) {
  const line = useQueueStore((state) => lineAt(state, index))
  const row = useQueueStore((state) => state.rowsById.get(line ?? 0))
  const batch = useQueueStore((state) => batchOf(state, line))
  const hasOrder = useQueueStore((state) => showsOrder(state.view))
  const selected = useSelectionStore((state) => line !== null && isSelected(state, line))
  const active = useSelectionStore((state) => state.activeIndex === index)
  const mark = useDragMark((state) => (state.index === index ? state.edge : null))
  const columnCount = useColumnStore((state) => state.shown.length)
  // Elements are used again for other rows while the list scrolls, so the place is remembered and not a yes or no.
  const [hoveredIndex, setHoveredIndex] = useState<number | null>(null)
  const hasActions = hoveredIndex === index || (selected && active)
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classNames(
        styles.row,
        batch && styles.heading,
        selected && styles.selected,
        active && styles.active,
        mark && styles[mark],
      )}
      data-index={index}
      draggable={hasOrder && row !== undefined && canMove(row)}
      id={rowElementId(index)}
      style={{ transform: `translateY(${top}px)` }}
      onPointerEnter={() => setHoveredIndex(index)}
      onPointerLeave={() => setHoveredIndex(null)}
      onPointerMove={() => setHoveredIndex(index)}
    >
      {row ? (
        <Cells hasActions={hasActions} row={row} />
      ) : batch ? (
        <BatchCells batch={batch} columnCount={columnCount} hasActions={hasActions} />
      ) : (
        <EmptyCells columnCount={columnCount} />
      )}
    </tr>
  )
})

function Cells({ row, hasActions }: Readonly<{ row: UploadRow; hasActions: boolean }>) {
  const format = useFormat()
  const shown = useColumnStore((state) => state.shown)
  const isIndented = useQueueStore(({ view, batchesById }) => {
    const batch = isGrouped(view) ? batchesById.get(row.batchId) : undefined
    return batch !== undefined && hasHeading(batch)
  })
  return shown.map((name) =>
    name === 'name' ? (
      <NameCell key={name} hasActions={hasActions} isIndented={isIndented} row={row} />
    ) : (
      <Cell key={name} format={format} name={name} row={row} />
    ),
  )
}

interface CellProps {
  name: Exclude<ColumnName, 'name'>
  row: UploadRow
  format: Formats
}

function Cell({ name, row, format }: Readonly<CellProps>) {
  const t = useText()
  switch (name) {
    case 'state':
      return (
        <td className={styles.cell}>
          <StateCell format={format} row={row} t={t} />
        </td>
      )
    case 'progress':
      return (
        <td className={styles.cell}>
          <ProgressCell format={format} row={row} t={t} />
        </td>
      )
    case 'size':
      return <td className={styles.number}>{format.bytes(row.sizeBytes)}</td>
    case 'speed':
      return (
        <td className={styles.number}>
          <SpeedText format={format} id={row.id} />
        </td>
      )
    case 'left':
      return (
        <td className={styles.number}>
          <LeftText format={format} id={row.id} />
        </td>
      )
    case 'target':
      return (
        <td className={styles.target} title={`${row.bucket}/${row.objectKey}`}>
          {row.destinationName}
        </td>
      )
    case 'added':
      return (
        <td className={styles.number} title={format.fullTime(row.addedAt)}>
          {format.moment(row.addedAt)}
        </td>
      )
  }
}

/** A place whose page is still being read. */
function EmptyCells({ columnCount }: Readonly<{ columnCount: number }>) {
  const t = useText()
  return (
    <td className={styles.loading} colSpan={columnCount}>
      {t('queue.loading')}
    </td>
  )
}
