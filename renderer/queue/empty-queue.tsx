import { Inbox, SearchX } from 'lucide-react'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { targetOf, useAppStore } from '../store/app-store.ts'
import { changeView } from '../store/queue-pages.ts'
import { isNarrowed, useQueueStore } from '../store/queue-store.ts'
import { pickAndAdd } from '../upload/add-paths.ts'
import styles from './empty-queue.module.css'

const everything = { filter: 'all', destinationId: null, batch: null, search: '' } as const

/** Nothing at all, nothing in this filter, nothing found: three texts, each with its own way out. */
export function EmptyQueue() {
  const view = useQueueStore((state) => state.view)
  if (view.search !== '') return <NothingFound search={view.search} />
  if (isNarrowed(view)) return <NothingInFilter />
  return <NothingYet />
}

function NothingYet() {
  const t = useText()
  const target = useAppStore(targetOf)
  return (
    <div className={styles.empty}>
      <Inbox aria-hidden className={styles.icon} size={40} strokeWidth={1.25} />
      <h2 className={styles.title}>{t('empty.queueTitle')}</h2>
      {target && <p className={styles.text}>{t('empty.queueText', { name: target.name })}</p>}
      <div className={styles.ways}>
        <Button onClick={() => void pickAndAdd('files')}>{t('top.uploadFiles')}</Button>
        <Button onClick={() => void pickAndAdd('folder')}>{t('top.uploadFolder')}</Button>
      </div>
    </div>
  )
}

function NothingInFilter() {
  const t = useText()
  const { filter, destinationId, batch } = useQueueStore((state) => state.view)
  const destination = useAppStore(({ destinations }) => destinations?.find(({ id }) => id === destinationId))
  const narrowed = destination
    ? t('empty.destinationTitle', { name: destination.name })
    : t(`empty.filterTitle.${filter}`)
  const title = batch ? t('oneBatch.gone', { name: batch.name }) : narrowed
  return (
    <div className={styles.empty}>
      <h2 className={styles.title}>{title}</h2>
      {filter === 'kept' && <p className={styles.text}>{t('empty.keptText')}</p>}
      <Button onClick={() => changeView(everything)}>{t('empty.showAll')}</Button>
    </div>
  )
}

function NothingFound({ search }: Readonly<{ search: string }>) {
  const t = useText()
  return (
    <div className={styles.empty}>
      <SearchX aria-hidden className={styles.icon} size={40} strokeWidth={1.25} />
      <h2 className={styles.title}>{t('empty.searchTitle', { search })}</h2>
      <p className={styles.text}>{t('empty.searchText')}</p>
      <Button onClick={() => changeView({ search: '' })}>{t('top.clearSearch')}</Button>
    </div>
  )
}
