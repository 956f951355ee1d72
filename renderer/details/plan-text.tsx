import type { UploadRow } from '../../shared/queue.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { useAppStore } from '../store/app-store.ts'
import styles from './fact.module.css'
import { planReason } from './plan-reason.ts'

/** How the file is cut, and why so. */
export function PlanText({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const format = useFormat()
  const settings = useAppStore((state) => state.settings)
  const { partCount, partSizeBytes, status } = row
  const reason = planReason(row, settings)
  const isSingle = partCount === 1 || (partCount === null && status === 'done')
  const plan = isSingle
    ? t('object.planPut')
    : partCount === null || partSizeBytes === null
      ? t('object.planLater')
      : t('object.planParts', {
          count: partCount,
          number: format.count(partCount),
          size: format.byteLimit(partSizeBytes),
        })
  if (reason === null) return plan
  const why = t(`planReason.${reason}`, {
    threshold: format.byteLimit(settings.multipartThresholdBytes),
    setting: format.byteLimit(settings.partSizeBytes),
  })
  return (
    <>
      {plan} <span className={styles.why}>{why}</span>
    </>
  )
}
