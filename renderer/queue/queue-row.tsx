import { memo, useRef, useState } from 'react'
import type { BatchView, UploadRow } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import type { Translate } from '../language/text.ts'
import type { Formats } from '../language/use-format.ts'
import { BatchCells } from './batch-row.tsx'
import type { ColumnName } from './columns.ts'
import { canMove } from './order-commands.ts'
import styles from './queue-row.module.css'
import { UploadCells } from './upload-cells.tsx'

export interface QueueRowProps {
  index: number
  /** Distance from the top of the list in pixels. */
  top: number
  /** What stands here: an upload, or the heading of a batch; neither while its page is being read. */
  row: UploadRow | undefined
  batch: BatchView | undefined
  /** Stands under the heading of its batch. */
  isIndented: boolean
  isSelected: boolean
  isActive: boolean
  /** The list shows the order of sending, which dragging changes. */
  hasOrder: boolean
  /** The edge at which dragged rows would go in. */
  mark: 'before' | 'after' | null
  shown: readonly ColumnName[]
  t: Translate<'window'>
  format: Formats
}

export function rowElementId(index: number): string {
  return `queue-row-${index}`
}

/**
 * One line of the list. It reads nothing itself but the numbers that move: a list that scrolls by a line changes one row.
 * Its element is used again for other lines, and while the page of a line is being read it keeps the cells it had, out
 * of sight: to hide them costs nothing, to make them anew is most of the work of a frame.
 */
export const QueueRow = memo(function QueueRow(props: Readonly<QueueRowProps>) {
  const { index, top, row, batch, isSelected, isActive, hasOrder, mark, shown, t } = props
  // Elements are used again, so the place is remembered and not a yes or no.
  const [hoveredIndex, setHoveredIndex] = useState<number | null>(null)
  const isHovered = hoveredIndex === index
  const lastRow = useRef(row)
  if (row) lastRow.current = row
  const cellsOf = row ?? (batch ? undefined : lastRow.current)
  const isLoading = row === undefined && batch === undefined
  const hasActions = !isLoading && (isHovered || (isSelected && isActive))
  return (
    <tr
      aria-busy={isLoading || undefined}
      aria-label={isLoading ? t('queue.loading') : undefined}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classNames(
        styles.row,
        batch && styles.heading,
        isLoading && styles.loading,
        isSelected && styles.selected,
        isActive && styles.active,
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
      {cellsOf ? (
        <UploadCells
          format={props.format}
          hasActions={hasActions}
          hasTips={isHovered && !isLoading}
          isIndented={props.isIndented}
          row={cellsOf}
          shown={shown}
          t={t}
        />
      ) : batch ? (
        <BatchCells batch={batch} columnCount={shown.length} hasActions={hasActions} />
      ) : (
        <td className={styles.blank} colSpan={shown.length} />
      )}
    </tr>
  )
})
