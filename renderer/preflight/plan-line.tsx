import type { PreflightPlan } from '../../shared/preflight.ts'
import { joinSentences } from '../language/join-sentences.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import styles from './preflight-sheet.module.css'

/** How the files will be cut, and why the parts are as large as they are. */
export function PlanLine({ plan }: Readonly<{ plan: PreflightPlan }>) {
  const t = useText('sheet')
  const format = useFormat()
  const { single, multipart, parts, largest } = plan
  if (single + multipart === 0) return null
  const sentences = [
    single > 0 ? t('preflight.single', { count: single, number: format.count(single) }) : null,
    largest &&
      t('preflight.multipart', {
        count: multipart,
        number: format.count(multipart),
        parts: format.count(parts),
      }),
    largest &&
      t(largest.isRaised ? 'preflight.largestRaised' : 'preflight.largest', {
        name: largest.name,
        parts: format.count(largest.partCount),
        size: format.byteLimit(largest.partSizeBytes),
      }),
  ]
  return <p className={styles.muted}>{joinSentences(sentences)}</p>
}
