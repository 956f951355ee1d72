import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { openDialog } from '../store/window-store.ts'
import { adopt } from './adopt.ts'
import { LeftoverTable } from './leftover-table.tsx'
import styles from './leftovers.module.css'
import { useAge } from './use-age.ts'
import type { ListedOrphan } from './use-orphans.ts'
import { useTicks } from './use-ticks.ts'

export interface OrphanTableProps {
  destinationId: string
  orphans: readonly ListedOrphan[]
  /** Some were taken over or deleted. */
  onChanged: () => void
}

/** Lines drawn at once; a bucket may hold tens of thousands. */
const linesAtOnce = 200

export function OrphanTable({ destinationId, orphans, onChanged }: Readonly<OrphanTableProps>) {
  const t = useText('recovery')
  const format = useFormat()
  const age = useAge()
  const [lines, setLines] = useState(linesAtOnce)
  const shown = orphans.slice(0, lines)
  const ticks = useTicks(shown, ({ uploadId }) => uploadId)
  const { chosen } = ticks
  const remove = (wanted: readonly ListedOrphan[]) =>
    openDialog({ kind: 'abort-orphans', destinationId, orphans: wanted, onDone: onChanged })
  const total = orphans.reduce((sum, { size }) => sum + sizeBytes(size), 0)
  return (
    <>
      <div className={styles.head}>
        <span className={styles.sum}>
          {t('orphans.sum', {
            count: orphans.length,
            number: format.count(orphans.length),
            bytes: format.bytes(total),
          })}
        </span>
        {chosen.length > 0 && (
          <Button onClick={() => remove(chosen)}>{t('orphans.deleteSome', { count: chosen.length })}</Button>
        )}
      </div>
      <LeftoverTable
        actions={[
          {
            label: t('orphans.adopt'),
            run: (orphan) => void adopt(destinationId, orphan, onChanged),
          },
          { label: t('orphans.delete'), run: (orphan) => remove([orphan]) },
        ]}
        columns={[
          {
            title: t('orphans.key'),
            look: 'text',
            cell: ({ key }) => key,
            hint: ({ key, uploadId }) => `${key}\n${uploadId}`,
          },
          { title: t('leftovers.size'), look: 'number', cell: (orphan) => <SizeText orphan={orphan} /> },
          {
            title: t('orphans.begun'),
            look: 'age',
            cell: ({ initiatedAt }) => age(initiatedAt),
            hint: ({ initiatedAt }) => format.fullTime(initiatedAt),
          },
        ]}
        items={shown}
        keyOf={({ uploadId }) => uploadId}
        nameOf={({ key }) => key}
        ticks={ticks}
      />
      {orphans.length > lines && (
        <Button className={styles.more} onClick={() => setLines(lines + linesAtOnce)}>
          {t('orphans.more', { count: orphans.length - lines })}
        </Button>
      )}
    </>
  )
}

/** Bytes that are known of it. */
export function sizeBytes(size: ListedOrphan['size']): number {
  return size === null || size === 'unknown' ? 0 : size.sizeBytes
}

function SizeText({ orphan: { size } }: Readonly<{ orphan: ListedOrphan }>) {
  const t = useText('recovery')
  const format = useFormat()
  if (size === null) return <span className={styles.muted}>{t('orphans.measuring')}</span>
  if (size === 'unknown') return <span className={styles.muted}>{t('orphans.unknown')}</span>
  return (
    <span title={t('orphans.parts', { count: size.parts, number: format.count(size.parts) })}>
      {format.bytes(size.sizeBytes)}
    </span>
  )
}
