import { Link } from 'lucide-react'
import type { UploadRow } from '../../shared/queue.ts'
import { Button } from '../controls/button.tsx'
import { Fact } from '../details/fact.tsx'
import { useText } from '../language/text.ts'
import { openDialog } from '../store/window-store.ts'
import { canLink } from './can-link.ts'
import styles from './link-fact.module.css'

/** Beside the object key, once there is an object. */
export function LinkFact({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText('sheet')
  if (!canLink(row)) return null
  return (
    <Fact name={t('link.name')}>
      <Button className={styles.button} look="quiet" onClick={() => openDialog({ kind: 'link', row })}>
        <Link aria-hidden size={14} />
        {t('link.menu')}
      </Button>
    </Fact>
  )
}
