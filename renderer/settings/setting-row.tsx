import { RotateCcw } from 'lucide-react'
import { defaultSettings } from '../../shared/settings.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { joinSentences } from '../language/join-sentences.ts'
import { useText } from '../language/text.ts'
import { useAppStore } from '../store/app-store.ts'
import { changeSetting } from './change-setting.ts'
import { SettingControl } from './setting-control.tsx'
import type { SettingName } from './setting-list.ts'
import styles from './setting-row.module.css'
import { useIsPossible } from './use-is-possible.ts'
import { useValueText } from './use-value-text.ts'

/** One setting: name, what it does, its range and default, and the control. */
export function SettingRow({ name }: Readonly<{ name: SettingName }>) {
  const t = useText('dialogs')
  const value = useAppStore((state) => state.settings[name])
  const textOf = useValueText()
  const fallback = textOf(name, defaultSettings[name])
  const isPossible = useIsPossible(name)
  const isDefault = value === defaultSettings[name]
  return (
    <div className={styles.row}>
      <div className={styles.about}>
        <div className={styles.name} id={`setting-${name}`}>
          {t(`settings.name.${name}`)}
        </div>
        <div className={styles.text} id={`setting-${name}-text`}>
          {joinSentences([
            t(`settings.text.${name}`),
            isPossible ? null : t('settings.onlyInstalled'),
            t('settings.default', { value: fallback }),
          ])}
        </div>
      </div>
      <div className={styles.control}>
        {!isDefault && (
          <IconButton
            icon={RotateCcw}
            label={t('settings.reset', { name: t(`settings.name.${name}`), value: fallback })}
            tip={t('settings.resetTip', { value: fallback })}
            onClick={() => void changeSetting(name, defaultSettings[name])}
          />
        )}
        <SettingControl name={name} />
      </div>
    </div>
  )
}
