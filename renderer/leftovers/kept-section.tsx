import type { UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { perform } from '../notices/report-failure.ts'
import { openDialog } from '../store/window-store.ts'
import styles from './leftovers.module.css'
import { Tick } from './tick-cell.tsx'
import { useAge } from './use-age.ts'
import { useKept } from './use-kept.ts'
import { useTicks } from './use-ticks.ts'

function scopeOf(rows: readonly UploadRow[]) {
  return { kind: 'ids' as const, ids: rows.map(({ id }) => id) }
}

function goOn(rows: readonly UploadRow[]): void {
  void perform(call('queue.resume', scopeOf(rows)))
}

/** Asks first: what is cleaned up is sent again when the file is uploaded once more. */
function cleanUp(rows: readonly UploadRow[]): void {
  openDialog({ kind: 'cancel', scope: scopeOf(rows), rows })
}

/** Checkpoints kept after a cancel, with what they hold and since when. */
export function KeptSection() {
  const t = useText('recovery')
  const format = useFormat()
  const age = useAge()
  const kept = useKept()
  const rows = kept?.rows ?? []
  const ticks = useTicks(rows, ({ id }) => String(id))
  const { chosen } = ticks
  if (kept === null) return null
  const { uploads, bytes, oldestAt } = kept.total
  return (
    <section aria-labelledby="kept-title" className={styles.section}>
      <div className={styles.head}>
        <h3 className={styles.heading} id="kept-title">
          {t('kept.title')}
        </h3>
        <span className={styles.sum}>
          {uploads > 0 &&
            t('kept.sum', { count: uploads, number: format.count(uploads), bytes: format.bytes(bytes) })}
          {oldestAt !== null && ` · ${t('kept.oldest', { age: age(oldestAt) })}`}
        </span>
        {chosen.length > 0 && (
          <>
            <Button onClick={() => goOn(chosen)}>{t('kept.continueSome', { count: chosen.length })}</Button>
            <Button onClick={() => cleanUp(chosen)}>{t('kept.cleanUpSome', { count: chosen.length })}</Button>
          </>
        )}
      </div>
      {rows.length === 0 ? (
        <p className={styles.none}>{t('kept.none')}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th className={styles.tick}>
                <Tick isTicked={ticks.isAll} label={t('leftovers.all')} onToggle={ticks.toggleAll} />
              </th>
              <th>{t('leftovers.name')}</th>
              <th className={styles.place}>{t('leftovers.bucket')}</th>
              <th className={styles.number}>{t('leftovers.size')}</th>
              <th className={styles.age}>{t('kept.since')}</th>
              <th className={styles.actions}>
                <span className="visually-hidden">{t('actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className={styles.tick}>
                  <Tick
                    isTicked={ticks.isTicked(row)}
                    label={t('leftovers.choose', { name: row.name })}
                    onToggle={() => ticks.toggle(row)}
                  />
                </td>
                <td>
                  <span className={styles.cut} title={row.objectKey}>
                    {row.name}
                  </span>
                </td>
                <td className={styles.place}>
                  <span className={styles.cut} title={row.destinationName}>
                    {row.destinationName}
                  </span>
                </td>
                <td className={styles.number}>{format.bytes(row.confirmedBytes)}</td>
                <td className={styles.age} title={format.fullTime(row.since)}>
                  {age(row.since)}
                </td>
                <td className={styles.actions}>
                  <Button
                    aria-label={t('leftovers.of', { action: t('kept.continue'), name: row.name })}
                    look="quiet"
                    onClick={() => goOn([row])}
                  >
                    {t('kept.continue')}
                  </Button>
                  <Button
                    aria-label={t('leftovers.of', { action: t('kept.cleanUp'), name: row.name })}
                    look="quiet"
                    onClick={() => cleanUp([row])}
                  >
                    {t('kept.cleanUp')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {uploads > rows.length && (
        <p className={styles.none}>{t('kept.more', { count: uploads - rows.length })}</p>
      )}
    </section>
  )
}
