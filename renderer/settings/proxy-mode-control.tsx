import type { Settings } from '../../shared/settings.ts'
import { Choice } from '../controls/choice.tsx'
import { useText } from '../language/text.ts'
import { useAppStore } from '../store/app-store.ts'
import { changeSetting } from './change-setting.ts'
import { useProxyFormStore } from './proxy-form-store.ts'
import styles from './setting-control.module.css'
import { proxyModes } from './setting-list.ts'

/** Takes effect at once, but for a proxy of one's own that has no address yet: its form opens first. */
export function ProxyModeControl() {
  const t = useText('dialogs')
  const mode = useAppStore((state) => state.settings.proxyMode)
  const hasAddress = useAppStore((state) => state.settings.proxyAddress !== '')
  const isEntering = useProxyFormStore((state) => state.isEntering)
  const choose = (next: Settings['proxyMode']) => {
    const mustEnter = next === 'manual' && !hasAddress
    useProxyFormStore.setState({ isEntering: mustEnter })
    if (!mustEnter) void changeSetting('proxyMode', next)
  }
  return (
    <Choice
      className={styles.choice}
      label={t('settings.name.proxyMode')}
      options={proxyModes.map((value) => ({ value, label: t(`settings.option.proxyMode.${value}`) }))}
      value={isEntering ? 'manual' : mode}
      onChange={(next) => choose(next as Settings['proxyMode'])}
    />
  )
}
