import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { openDialog } from '../store/window-store.ts'
import { adopt } from './adopt.ts'
import styles from './leftovers.module.css'
import { Tick } from './tick-cell.tsx'
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
      <table className={styles.table}>
        <thead>
          <tr>
            <th className={styles.tick}>
              <Tick isTicked={ticks.isAll} label={t('leftovers.all')} onToggle={ticks.toggleAll} />
            </th>
            <th>{t('orphans.key')}</th>
            <th className={styles.number}>{t('leftovers.size')}</th>
            <th className={styles.age}>{t('orphans.begun')}</th>
            <th className={styles.actions}>
              <span className="visually-hidden">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((orphan) => (
            <tr key={orphan.uploadId}>
              <td className={styles.tick}>
                <Tick
                  isTicked={ticks.isTicked(orphan)}
                  label={t('leftovers.choose', { name: orphan.key })}
                  onToggle={() => ticks.toggle(orphan)}
                />
              </td>
              <td>
                <span className={styles.cut} title={`${orphan.key}\n${orphan.uploadId}`}>
                  {orphan.key}
                </span>
              </td>
              <td className={styles.number}>
                <SizeText orphan={orphan} />
              </td>
              <td className={styles.age} title={format.fullTime(orphan.initiatedAt)}>
                {age(orphan.initiatedAt)}
              </td>
              <td className={styles.actions}>
                <Button
                  aria-label={t('leftovers.of', { action: t('orphans.adopt'), name: orphan.key })}
                  look="quiet"
                  onClick={() => void adopt(destinationId, orphan, onChanged)}
                >
                  {t('orphans.adopt')}
                </Button>
                <Button
                  aria-label={t('leftovers.of', { action: t('orphans.delete'), name: orphan.key })}
                  look="quiet"
                  onClick={() => remove([orphan])}
                >
                  {t('orphans.delete')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
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
