import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, useEffect, useRef } from 'react'
import { useText } from '../language/text.ts'
import { gridTracks, useColumnStore } from '../store/column-store.ts'
import { showRows } from '../store/queue-pages.ts'
import { useQueueStore } from '../store/queue-store.ts'
import { useSelectionStore } from '../store/selection-store.ts'
import { showDetails } from '../store/window-store.ts'
import styles from './queue-grid.module.css'
import { QueueHeader } from './queue-header.tsx'
import { QueueRow, rowElementId } from './queue-row.tsx'
import { RowMenu } from './row-menu.tsx'
import { useRevealStore } from './show-new.ts'
import { useGridKeys } from './use-grid-keys.ts'
import { useListWidth } from './use-list-width.ts'
import { rowDrag } from './use-row-drag.ts'
import { useRowPress } from './use-row-press.ts'

/** Pixels; the same as `--row-height` and `--header-height`. */
const rowHeight = 34
const headerHeight = 32

/** The list: only lines on screen exist, and only pages near them are in memory. */
export function QueueGrid({ lineCount }: Readonly<{ lineCount: number }>) {
  const t = useText()
  const scroller = useRef<HTMLDivElement>(null)
  const activeIndex = useSelectionStore((state) => state.activeIndex)
  const view = useQueueStore((state) => state.view)
  const shown = useColumnStore((state) => state.shown)
  useListWidth(scroller)
  const virtualizer = useVirtualizer({
    count: lineCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollPaddingStart: headerHeight,
  })
  const items = virtualizer.getVirtualItems()
  const pool = usePoolSize(items.length)
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0

  useEffect(() => showRows(first, last), [first, last])
  const revealed = useRevealStore((state) => state.index)
  useEffect(() => {
    if (revealed === null) return
    useRevealStore.setState({ index: null })
    virtualizer.scrollToIndex(Math.min(revealed, lineCount - 1), { align: 'center' })
  }, [revealed, lineCount, virtualizer])
  // A new order or filter begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is the reason, not an input
  useEffect(() => virtualizer.scrollToOffset(0), [view])

  const onKeyDown = useGridKeys(lineCount, (index) => virtualizer.scrollToIndex(index))
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
          <tbody className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => (
              <QueueRow key={item.index % pool} index={item.index} top={item.start} />
            ))}
          </tbody>
        </table>
      </div>
    </RowMenu>
  )
}

/**
 * How many row elements take turns: scrolling far changes the ones there are instead of making new ones. Grows in steps,
 * since another size gives every row another element.
 */
function usePoolSize(shown: number): number {
  const pool = useRef(0)
  if (shown > pool.current) pool.current = Math.ceil((shown + 4) / 16) * 16
  return Math.max(1, pool.current)
}
