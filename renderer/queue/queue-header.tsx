import { ArrowDown, ArrowUp } from 'lucide-react'
import type { QueueSort } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import { useText } from '../language/text.ts'
import { changeView } from '../store/queue-pages.ts'
import { useQueueStore } from '../store/queue-store.ts'
import styles from './queue-header.module.css'

interface Column {
  name: 'name' | 'state' | 'progress' | 'size' | 'speed' | 'left'
  /** Absent: the database cannot order by it. */
  sort?: QueueSort
  isNumber?: boolean
}

const columns: readonly Column[] = [
  { name: 'name', sort: 'name' },
  { name: 'state', sort: 'status' },
  { name: 'progress', sort: 'progress' },
  { name: 'size', sort: 'size', isNumber: true },
  { name: 'speed', isNumber: true },
  { name: 'left', isNumber: true },
]

export function QueueHeader() {
  return (
    <thead className={styles.head}>
      <tr aria-rowindex={1} className={styles.header}>
        {columns.map((column) => (
          <HeaderCell key={column.name} column={column} />
        ))}
      </tr>
    </thead>
  )
}

function HeaderCell({ column }: Readonly<{ column: Column }>) {
  const t = useText()
  const direction = useQueueStore(({ view }) =>
    view.sort === column.sort ? (view.descending ? 'descending' : 'ascending') : null,
  )
  const label = t(`column.${column.name}`)
  const className = classNames(
    styles.cell,
    column.isNumber && styles.number,
    column.name === 'speed' && styles.wide,
  )
  const { sort } = column
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

/** First click sorts upwards, the second downwards, the third goes back to the order of adding, newest first. */
function nextSort(sort: QueueSort, direction: 'ascending' | 'descending' | null) {
  if (direction === null) return { sort, descending: false }
  if (direction === 'ascending') return { sort, descending: true }
  return { sort: 'added' as const, descending: true }
}
