import { CircleAlert, TriangleAlert, X } from 'lucide-react'
import { classNames } from '../controls/class-names.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { useText } from '../language/text.ts'
import { KeptDrops } from '../preflight/kept-drops.tsx'
import styles from './banners.module.css'
import { CredentialBanners } from './credential-banners.tsx'
import { dismissBanner, noticeText, useBannerStore } from './notices-store.ts'
import { OutageBanner } from './outage-banner.tsx'

/** Warnings and errors of the whole program, one line each, above the list. */
export function Banners() {
  const t = useText()
  const banners = useBannerStore((state) => state.banners)
  return (
    <div aria-live="polite">
      <CredentialBanners />
      <OutageBanner />
      <KeptDrops canAdd className={classNames(styles.banner, styles.info)} textClassName={styles.text} />
      {banners.map((banner) => {
        const Icon = banner.level === 'error' ? CircleAlert : TriangleAlert
        return (
          <div
            key={banner.kind}
            className={classNames(styles.banner, banner.level === 'error' && styles.error)}
          >
            <Icon aria-hidden size={15} />
            <span className={styles.text}>{noticeText(banner)}</span>
            <IconButton icon={X} label={t('notices.dismiss')} onClick={() => dismissBanner(banner.kind)} />
          </div>
        )
      })}
    </div>
  )
}
