import type { Destination } from '../../shared/destination.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { useNow } from '../queue/use-now.ts'
import { useAppStore } from '../store/app-store.ts'
import styles from './destination-fields.module.css'

/** How long the credentials in use are good for, where that is known. */
export function CredentialLife({ destination }: Readonly<{ destination: Destination | null }>) {
  const t = useText('credentials')
  const format = useFormat()
  // Renewed while the editor is open.
  const expiresAt = useAppStore(
    ({ destinations }) => destinations?.find(({ id }) => id === destination?.id)?.credentialsExpireAt,
  )
  const now = useNow(expiresAt !== undefined)
  if (expiresAt === undefined) return null
  const seconds = Math.floor((expiresAt - now) / 1000)
  return (
    <p className={styles.note}>
      {seconds > 0 ? t('validFor', { duration: format.duration(seconds) }) : t('ended')}
    </p>
  )
}
