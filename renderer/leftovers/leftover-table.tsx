import type { ReactNode } from 'react'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import styles from './leftovers.module.css'
import { Tick } from './tick-cell.tsx'
import type { Ticks } from './use-ticks.ts'

export interface LeftoverColumn<Item> {
  title: string
  /** Text that does not fit is cut; places give way where the window is narrow. */
  look: 'text' | 'place' | 'number' | 'age'
  cell: (item: Item) => ReactNode
  /** What the pointer tells: all of what is cut, or the exact time. */
  hint?: (item: Item) => string
}

interface LeftoverAction<Item> {
  label: string
  run: (item: Item) => void
}

export interface LeftoverTableProps<Item> {
  items: readonly Item[]
  keyOf: (item: Item) => string | number
  /** For people who hear the table: which line a tick or a button belongs to. */
  nameOf: (item: Item) => string
  ticks: Ticks<Item>
  columns: readonly LeftoverColumn<Item>[]
  actions: readonly LeftoverAction<Item>[]
}

/** What was left over, line by line, to be ticked or dealt with one by one. */
export function LeftoverTable<Item>({
  items,
  keyOf,
  nameOf,
  ticks,
  columns,
  actions,
}: Readonly<LeftoverTableProps<Item>>) {
  const t = useText('recovery')
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th className={styles.tick}>
            <Tick isTicked={ticks.isAll} label={t('leftovers.all')} onToggle={ticks.toggleAll} />
          </th>
          {columns.map(({ title, look }) => (
            <th key={title} className={styles[look]}>
              {title}
            </th>
          ))}
          <th className={styles.actions}>
            <span className="visually-hidden">{t('actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={keyOf(item)}>
            <td className={styles.tick}>
              <Tick
                isTicked={ticks.isTicked(item)}
                label={t('leftovers.choose', { name: nameOf(item) })}
                onToggle={() => ticks.toggle(item)}
              />
            </td>
            {columns.map((column) => (
              <Cell key={column.title} column={column} item={item} />
            ))}
            <td className={styles.actions}>
              {actions.map(({ label, run }) => (
                <Button
                  key={label}
                  aria-label={t('leftovers.of', { action: label, name: nameOf(item) })}
                  look="quiet"
                  onClick={() => run(item)}
                >
                  {label}
                </Button>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell<Item>({
  column: { look, cell, hint },
  item,
}: Readonly<{ column: LeftoverColumn<Item>; item: Item }>) {
  const isCut = look === 'text' || look === 'place'
  return (
    <td className={styles[look]} title={hint?.(item)}>
      {isCut ? <span className={styles.cut}>{cell(item)}</span> : cell(item)}
    </td>
  )
}
