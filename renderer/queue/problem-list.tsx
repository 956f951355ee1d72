import type { ProblemGroups } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { errorText } from '../language/error-text.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { perform } from '../notices/report-failure.ts'
import { useProblemStore } from '../store/problem-store.ts'
import { useQueueStore } from '../store/queue-store.ts'
import styles from './problem-list.module.css'

type Group = ProblemGroups['failed'][number]

/** Above the failed uploads: one line per reason, with one button for all that share it. */
export function ProblemList() {
  const t = useText()
  const isShown = useQueueStore(({ view }) => view.filter === 'problems')
  const groups = useProblemStore((state) => state.failed)
  if (!isShown || groups.length === 0) return null
  return (
    <section aria-label={t('problems.label')} className={styles.problems}>
      <ul>
        {groups.map((group) => (
          <Problem key={group.code} group={group} />
        ))}
      </ul>
    </section>
  )
}

function Problem({ group }: Readonly<{ group: Group }>) {
  const t = useText()
  const format = useFormat()
  const { sentence, next } = errorText(group.example)
  const label = t('problems.retry', { count: group.count, number: format.count(group.count) })
  const retry = () =>
    void perform(call('queue.resume', { kind: 'all', filter: 'problems', reasonCode: group.code }))
  return (
    <li className={styles.problem}>
      <span className={styles.text}>
        <span className={styles.count}>
          {t('problems.count', { count: group.count, number: format.count(group.count) })}
        </span>
        {sentence}
        {next !== null && <span className={styles.next}>{next}</span>}
      </span>
      <Button aria-label={t('action.of', { action: label, name: sentence })} onClick={retry}>
        {label}
      </Button>
    </li>
  )
}
