import type { UploadRow } from '../../shared/queue.ts'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { copyText } from '../queue/queue-commands.ts'
import styles from './copy-policy.module.css'
import { policyForRow } from './policy-for-row.ts'

/** Beside an error that names a missing permission: the RAM policy that grants it. */
export function CopyPolicy({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText('doctor')
  const policy = policyForRow(row)
  if (policy === null) return null
  return (
    <Button className={styles.button} onClick={() => void copyText(policy)}>
      {t('ui_copyPolicy')}
    </Button>
  )
}
