import { ChevronDown, ChevronRight } from 'lucide-react'
import { wholePercent } from '../../shared/format/percent.ts'
import { type BatchView, isFoldedAtFirst } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import { useText } from '../language/text.ts'
import { type Formats, useFormat } from '../language/use-format.ts'
import { useAppStore } from '../store/app-store.ts'
import { toggleFolding, useFoldingStore } from '../store/folding-store.ts'
import { useProgressStore } from '../store/progress-store.ts'
import { BatchActions } from './batch-actions.tsx'
import styles from './batch-row.module.css'
import { isWhole } from './batch-state.ts'

export interface BatchCellsProps {
  batch: BatchView
  columnCount: number
  hasActions: boolean
}

/** The heading over the uploads of one drop: what it is, how far it is, what is wrong, and the commands for all of it. */
export function BatchCells({ batch, columnCount, hasActions }: Readonly<BatchCellsProps>) {
  const t = useText()
  const format = useFormat()
  const isToggled = useFoldingStore(({ toggled }) => toggled.includes(batch.id))
  const isFolded = isFoldedAtFirst(batch) !== isToggled
  const Arrow = isFolded ? ChevronRight : ChevronDown
  const percent = wholePercent(batch.confirmedBytes, batch.bytes, isWhole(batch))
  return (
    <td className={styles.heading} colSpan={columnCount}>
      <button
        aria-expanded={!isFolded}
        aria-label={t(isFolded ? 'batch.unfold' : 'batch.fold', { name: batch.name })}
        className={styles.arrow}
        tabIndex={-1}
        type="button"
        onClick={(event) => {
          event.stopPropagation()
          toggleFolding(batch.id)
        }}
      >
        <Arrow aria-hidden size={14} />
      </button>
      <span className={styles.name} title={batch.name}>
        {batch.name}
      </span>
      <Facts batch={batch} format={format} />
      <span className={styles.gap} />
      {hasActions ? (
        <BatchActions batch={batch} />
      ) : (
        <>
          <BatchSpeed batchId={batch.id} format={format} />
          <progress
            aria-label={t('batch.progress', { name: batch.name })}
            aria-valuetext={format.percent(percent)}
            className={classNames(styles.bar, isWhole(batch) && styles.whole)}
            max={100}
            value={percent}
          />
          <span aria-hidden className={styles.percent}>
            {format.percent(percent)}
          </span>
        </>
      )}
    </td>
  )
}

function Facts({ batch, format }: Readonly<{ batch: BatchView; format: Formats }>) {
  const t = useText()
  const target = useAppStore(({ destinations }) => destinations?.find(({ id }) => id === batch.destinationId))
  const sum = t(target ? 'batch.sumTo' : 'batch.sum', {
    count: batch.files,
    number: format.count(batch.files),
    bytes: format.bytes(batch.bytes),
    target: target?.name ?? '',
  })
  return (
    <>
      <span className={styles.facts}>{sum}</span>
      <Outcome batch={batch} format={format} />
      {batch.skippedEntries > 0 && (
        <span className={styles.leftOut}>
          {t('batch.leftOut', { count: batch.skippedEntries, number: format.count(batch.skippedEntries) })}
        </span>
      )}
    </>
  )
}

/** A batch ends as "done" or "finished with N problems"; before that its problems are counted, and the walk is told. */
function Outcome({ batch, format }: Readonly<{ batch: BatchView; format: Formats }>) {
  const t = useText()
  const { status, problems } = batch
  if (status === 'counting') return <span className={styles.facts}>{t('batch.counting')}</span>
  if (problems > 0) {
    const key = status === 'finished' ? 'batch.finishedWith' : 'batch.problems'
    return (
      <span className={styles.problems}>{t(key, { count: problems, number: format.count(problems) })}</span>
    )
  }
  if (isWhole(batch)) return <span className={styles.done}>{t('batch.done')}</span>
  return status === 'finished' ? <span className={styles.facts}>{t('batch.ended')}</span> : null
}

/** The uploads of the batch that run, added up. */
function BatchSpeed({ batchId, format }: Readonly<{ batchId: number; format: Formats }>) {
  const speed = useProgressStore(({ byId }) => {
    let sum = 0
    for (const upload of byId.values()) if (upload.batchId === batchId) sum += upload.bytesPerSecond
    return sum
  })
  return speed > 0 ? <span className={styles.speed}>{format.speed(speed)}</span> : null
}
