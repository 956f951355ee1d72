import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { Destination } from '../../shared/destination.ts'
import { Button } from '../controls/button.tsx'
import { Choice } from '../controls/choice.tsx'
import { errorLine } from '../language/error-text.ts'
import { useText } from '../language/text.ts'
import { targetOf, useAppStore } from '../store/app-store.ts'
import styles from './leftovers.module.css'
import { OrphanTable } from './orphan-table.tsx'
import { useOrphans } from './use-orphans.ts'

/** Open multipart uploads on a bucket that no row here owns: other programs' leftovers, or their work. */
export function OrphanSection() {
  const t = useText('recovery')
  const destinations = useAppStore((state) => state.destinations) ?? []
  const target = useAppStore((state) => targetOf(state)?.id)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const destination = destinations.find(({ id }) => id === (chosenId ?? target)) ?? destinations[0]
  return (
    <section aria-labelledby="orphans-title" className={styles.section}>
      <div className={styles.head}>
        <h3 className={styles.heading} id="orphans-title">
          {t('orphans.title')}
        </h3>
        {destination && (
          <Choice
            label={t('orphans.where')}
            options={destinations.map(({ id, name }) => ({ value: id, label: name }))}
            value={destination.id}
            onChange={setChosenId}
          />
        )}
      </div>
      <p className={styles.lead}>{t('orphans.lead')}</p>
      {destination && <Orphans key={destination.id} destination={destination} />}
    </section>
  )
}

function Orphans({ destination }: Readonly<{ destination: Destination }>) {
  const t = useText('recovery')
  const { list, refresh } = useOrphans(destination.id)
  if (list.state === 'loading') {
    return (
      <p aria-live="polite" className={styles.none}>
        {t('orphans.loading', { bucket: destination.bucket })}
      </p>
    )
  }
  if (list.state === 'failed') {
    return (
      <div className={styles.none}>
        <p role="alert">{errorLine(list.error)}</p>
        <Button className={styles.more} onClick={refresh}>
          {t('orphans.retry')}
        </Button>
      </div>
    )
  }
  return (
    <>
      {list.orphans.length === 0 ? (
        <p className={styles.none}>{t('orphans.none', { bucket: destination.bucket })}</p>
      ) : (
        <OrphanTable destinationId={destination.id} orphans={list.orphans} onChanged={refresh} />
      )}
      <Button className={styles.more} look="quiet" onClick={refresh}>
        <RotateCw aria-hidden size={14} />
        {t('orphans.refresh')}
      </Button>
    </>
  )
}
