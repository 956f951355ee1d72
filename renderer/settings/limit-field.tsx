import { Switch } from '@base-ui/react/switch'
import { settingRanges } from '../../shared/settings.ts'
import { useText } from '../language/text.ts'
import { useAppStore } from '../store/app-store.ts'
import { ByteField } from './byte-field.tsx'
import { changeSetting } from './change-setting.ts'
import styles from './setting-control.module.css'

/** Where switching the limit on begins. */
const firstLimit = 10 * 1024 * 1024

/** The speed limit: a switch, and how much while it is on. */
export function LimitField() {
  const t = useText('dialogs')
  const limit = useAppStore((state) => state.settings.bandwidthLimit)
  return (
    <span className={styles.limit}>
      {limit !== null && (
        <ByteField
          label={t('settings.name.bandwidthLimit')}
          range={settingRanges.bandwidthLimit}
          suffix="/s"
          value={limit}
          onChange={(next) => void changeSetting('bandwidthLimit', next)}
        />
      )}
      <Switch.Root
        aria-describedby="setting-bandwidthLimit-text"
        aria-label={t('settings.limitSwitch')}
        checked={limit !== null}
        className={styles.switch}
        onCheckedChange={(isOn) => void changeSetting('bandwidthLimit', isOn ? firstLimit : null)}
      >
        <Switch.Thumb className={styles.thumb} />
      </Switch.Root>
    </span>
  )
}
