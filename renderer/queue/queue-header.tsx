import { ArrowDown, ArrowUp } from 'lucide-react'
import { classNames } from '../controls/class-names.ts'
import { useText } from '../language/text.ts'
import { useColumnStore } from '../store/column-store.ts'
import { changeView } from '../store/queue-pages.ts'
import { firstView, useQueueStore } from '../store/queue-store.ts'
import { type ColumnName, columns } from './columns.ts'
import styles from './queue-header.module.css'

export function QueueHeader() {
  const shown = useColumnStore((state) => state.shown)
  return (
    <thead className={styles.head}>
      <tr aria-rowindex={1} className={styles.header}>
        {shown.map((name) => (
          <HeaderCell key={name} name={name} />
        ))}
      </tr>
    </thead>
  )
}

function HeaderCell({ name }: Readonly<{ name: ColumnName }>) {
  const t = useText()
  const { sort, isNumber } = columns[name]
  const direction = useQueueStore(({ view }) =>
    view.sort === sort ? (view.descending ? 'descending' : 'ascending') : null,
  )
  const label = t(`column.${name}`)
  const className = classNames(styles.cell, isNumber && styles.number)
  if (!sort) {
    return (
      <th className={className} scope="col">
        {label}
      </th>
    )
  }
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
  return (
    <th aria-sort={direction ?? 'none'} className={className} scope="col">
      <button
        className={styles.sort}
        title={t('column.sortBy', { column: label })}
        type="button"
        onClick={() => changeView(nextSort(sort, direction))}
      >
        {label}
        {direction && <Arrow aria-hidden size={12} />}
      </button>
    </th>
  )
}

/** First click sorts upwards, the second downwards, the third goes back to the order of sending, under headings. */
function nextSort(
  sort: NonNullable<(typeof columns)[ColumnName]['sort']>,
  direction: 'ascending' | 'descending' | null,
) {
  if (direction === null) return { sort, descending: false }
  if (direction === 'ascending') return { sort, descending: true }
  const { sort: first, descending } = firstView
  return { sort: first, descending }
}
