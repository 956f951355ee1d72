import { type CSSProperties, useEffect, useRef } from 'react'
import { hasHeading } from '../../shared/queue.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { gridTracks, useColumnStore } from '../store/column-store.ts'
import { showRows } from '../store/queue-pages.ts'
import { batchOf, isGrouped, lineAt, useQueueStore } from '../store/queue-store.ts'
import { isSelected, useSelectionStore } from '../store/selection-store.ts'
import { showDetails } from '../store/window-store.ts'
import { showsOrder } from './order-commands.ts'
import styles from './queue-grid.module.css'
import { QueueHeader } from './queue-header.tsx'
import { QueueRow, rowElementId } from './queue-row.tsx'
import { RowMenu } from './row-menu.tsx'
import { rowHeight } from './row-window.ts'
import { useRevealStore } from './show-new.ts'
import { type FixedRows, useFixedRows } from './use-fixed-rows.ts'
import { useGridKeys } from './use-grid-keys.ts'
import { useListWidth } from './use-list-width.ts'
import { rowDrag, useDragMark } from './use-row-drag.ts'
import { useRowPress } from './use-row-press.ts'

/** The list: only lines on screen exist, and only pages near them are in memory. */
export function QueueGrid({ lineCount }: Readonly<{ lineCount: number }>) {
  const t = useText()
  const scroller = useRef<HTMLDivElement>(null)
  const activeIndex = useSelectionStore((state) => state.activeIndex)
  const view = useQueueStore((state) => state.view)
  const shown = useColumnStore((state) => state.shown)
  useListWidth(scroller)
  const rows = useFixedRows(scroller, lineCount)
  const { first, last, scrollToIndex } = rows

  useEffect(() => showRows(first, Math.max(first, last)), [first, last])
  const revealed = useRevealStore((state) => state.index)
  useEffect(() => {
    if (revealed === null) return
    useRevealStore.setState({ index: null })
    scrollToIndex(Math.min(revealed, lineCount - 1), 'center')
  }, [revealed, lineCount, scrollToIndex])
  // A new order or filter begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is the reason, not an input
  useEffect(() => {
    scroller.current?.scrollTo(0, 0)
  }, [view])

  const onKeyDown = useGridKeys(lineCount, scrollToIndex)
  const onPress = useRowPress()
  const isActiveShown = activeIndex !== null && activeIndex >= first && activeIndex <= last
  const tracks: CSSProperties & Record<`--${string}`, string> = { '--queue-columns': gridTracks(shown) }

  return (
    <RowMenu>
      <div ref={scroller} className={styles.scroller} style={tracks}>
        <table
          aria-activedescendant={isActiveShown ? rowElementId(activeIndex) : undefined}
          aria-colcount={shown.length}
          aria-label={t('queue.label')}
          aria-multiselectable
          aria-rowcount={lineCount + 1}
          className={styles.grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows can be selected and acted on
          role="grid"
          tabIndex={0}
          onClick={onPress}
          onDoubleClick={() => showDetails(true)}
          {...rowDrag}
          onKeyDown={onKeyDown}
        >
          <QueueHeader />
          <Rows rows={rows} />
        </table>
      </div>
    </RowMenu>
  )
}

/** Gives each element its line: what is there, and whether it is meant. */
function Rows({ rows }: Readonly<{ rows: FixedRows }>) {
  const t = useText()
  const format = useFormat()
  const queue = useQueueStore()
  const selection = useSelectionStore()
  const mark = useDragMark()
  const shown = useColumnStore((state) => state.shown)
  const isGroupedList = isGrouped(queue.view)
  const hasOrder = showsOrder(queue.view)
  return (
    <tbody className={styles.rows} style={{ height: rows.totalPx }}>
      {rows.slots.map(({ slot, index }) => {
        const line = lineAt(queue, index)
        const row = line === null ? undefined : queue.rowsById.get(line)
        const batch = row && isGroupedList ? queue.batchesById.get(row.batchId) : undefined
        return (
          <QueueRow
            key={slot}
            batch={batchOf(queue, line)}
            format={format}
            hasOrder={hasOrder}
            index={index}
            isActive={selection.activeIndex === index}
            isIndented={batch !== undefined && hasHeading(batch)}
            isSelected={line !== null && isSelected(selection, line)}
            mark={mark.index === index ? mark.edge : null}
            row={row}
            shown={shown}
            t={t}
            top={index * rowHeight + rows.shiftPx}
          />
        )
      })}
    </tbody>
  )
}
