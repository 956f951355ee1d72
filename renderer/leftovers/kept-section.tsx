import type { UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { perform } from '../notices/report-failure.ts'
import { openDialog } from '../store/window-store.ts'
import { LeftoverTable } from './leftover-table.tsx'
import styles from './leftovers.module.css'
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
        <LeftoverTable
          actions={[
            { label: t('kept.continue'), run: (row) => goOn([row]) },
            { label: t('kept.cleanUp'), run: (row) => cleanUp([row]) },
          ]}
          columns={[
            {
              title: t('leftovers.name'),
              look: 'text',
              cell: ({ name }) => name,
              hint: ({ objectKey }) => objectKey,
            },
            {
              title: t('leftovers.bucket'),
              look: 'place',
              cell: ({ destinationName }) => destinationName,
              hint: ({ destinationName }) => destinationName,
            },
            {
              title: t('leftovers.size'),
              look: 'number',
              cell: ({ confirmedBytes }) => format.bytes(confirmedBytes),
            },
            {
              title: t('kept.since'),
              look: 'age',
              cell: ({ since }) => age(since),
              hint: ({ since }) => format.fullTime(since),
            },
          ]}
          items={rows}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          ticks={ticks}
        />
      )}
      {uploads > rows.length && (
        <p className={styles.none}>{t('kept.more', { count: uploads - rows.length })}</p>
      )}
    </section>
  )
}
