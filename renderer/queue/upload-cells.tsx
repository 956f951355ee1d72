import { memo, type ReactNode } from 'react'
import type { UploadRow } from '../../shared/queue.ts'
import type { Translate } from '../language/text.ts'
import type { Formats } from '../language/use-format.ts'
import { shownBytesOf, useProgressStore } from '../store/progress-store.ts'
import type { ColumnName } from './columns.ts'
import { NameCell } from './name-cell.tsx'
import { ProgressCell } from './progress-cell.tsx'
import styles from './queue-row.module.css'
import { StateCell } from './state-cell.tsx'

export interface UploadCellsProps {
  row: UploadRow
  shown: readonly ColumnName[]
  /** Tips and actions are for the row under the pointer; a row that scrolls by has neither. */
  hasTips: boolean
  hasActions: boolean
  isIndented: boolean
  t: Translate<'window'>
  format: Formats
}

interface Live {
  shownBytes: number
  bytesPerSecond: number
  secondsLeft: number | null
}

/** The cells of one upload. The numbers that move are read here, once for the row. */
export const UploadCells = memo(function UploadCells(props: Readonly<UploadCellsProps>) {
  const { row, shown } = props
  const progress = useProgressStore((state) => state.byId.get(row.id))
  const shownBytes = useProgressStore((state) => shownBytesOf(state, row))
  const live: Live = {
    shownBytes,
    bytesPerSecond: progress?.bytesPerSecond ?? 0,
    secondsLeft: progress?.secondsLeft ?? null,
  }
  return shown.map((name) => cellOf(name, props, live))
})

function cellOf(name: ColumnName, props: UploadCellsProps, live: Live): ReactNode {
  const { row, shown, t, format, hasTips } = props
  switch (name) {
    case 'name':
      return (
        <NameCell
          key={name}
          hasActions={props.hasActions}
          hasTip={hasTips}
          isIndented={props.isIndented}
          row={row}
          t={t}
        />
      )
    case 'state': {
      // The speed has a column of its own unless there is no room for it.
      const bytesPerSecond = shown.includes('speed') ? null : live.bytesPerSecond
      return (
        <StateCell
          key={name}
          bytesPerSecond={bytesPerSecond}
          format={format}
          hasTip={hasTips}
          row={row}
          t={t}
        />
      )
    }
    case 'progress':
      return <ProgressCell key={name} format={format} row={row} shownBytes={live.shownBytes} t={t} />
    case 'target':
      return (
        <td
          key={name}
          className={styles.target}
          title={hasTips ? `${row.bucket}/${row.objectKey}` : undefined}
        >
          {row.destinationName}
        </td>
      )
    case 'added':
      return (
        <td key={name} className={styles.number} title={hasTips ? format.fullTime(row.addedAt) : undefined}>
          {format.moment(row.addedAt)}
        </td>
      )
    case 'size':
      return numberCell(name, format.bytes(row.sizeBytes))
    case 'speed':
      return numberCell(name, live.bytesPerSecond > 0 ? format.speed(live.bytesPerSecond) : null)
    case 'left':
      // Empty while unknown: no estimate is better than a wrong one.
      return numberCell(name, live.secondsLeft === null ? null : format.durationNarrow(live.secondsLeft))
  }
}

function numberCell(name: ColumnName, text: string | null) {
  return (
    <td key={name} className={styles.number}>
      {text}
    </td>
  )
}
