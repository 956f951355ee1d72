import { KeyRound, Network } from 'lucide-react'
import type { Destination } from '../../shared/destination.ts'
import { proxyProblem } from '../../shared/proxy-problem.ts'
import { Button } from '../controls/button.tsx'
import { errorLine } from '../language/error-text.ts'
import { useText } from '../language/text.ts'
import { useAppStore } from '../store/app-store.ts'
import { goToNetworkSettings, openDialog } from '../store/window-store.ts'
import styles from './banners.module.css'

/**
 * One line for each destination whose uploads wait for credentials, its
 * own or those of the proxy; it goes away by itself when they have some.
 */
export function CredentialBanners() {
  const destinations = useAppStore((state) => state.destinations)
  return (
    <>
      {destinations?.map(
        (destination) =>
          destination.credentialProblem && <Banner key={destination.id} destination={destination} />,
      )}
    </>
  )
}

function Banner({ destination }: Readonly<{ destination: Destination }>) {
  const t = useText('credentials')
  const { name, credentialProblem } = destination
  const reason = credentialProblem ? errorLine(credentialProblem) : ''
  if (proxyProblem(credentialProblem) !== null) {
    return (
      <div className={styles.banner}>
        <Network aria-hidden size={15} />
        <span className={styles.text}>{t('proxyBanner', { name, reason })}</span>
        <Button onClick={goToNetworkSettings}>{t('openNetwork')}</Button>
      </div>
    )
  }
  return (
    <div className={styles.banner}>
      <KeyRound aria-hidden size={15} />
      <span className={styles.text}>{t('banner', { name, reason })}</span>
      <Button onClick={() => openDialog({ kind: 'destination', destination })}>{t('open')}</Button>
    </div>
  )
}
