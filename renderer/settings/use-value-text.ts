import type { Settings } from '../../shared/settings.ts'
import { languageNames } from '../first-run/language-choice.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { type SettingName, type SettingOf, settingKinds } from './setting-list.ts'

/** A value of a setting in words: `8 MiB`, `on`, `No limit`. */
export function useValueText() {
  const t = useText('dialogs')
  const optionText = useOptionText()
  const format = useFormat()
  return (name: SettingName, value: Settings[SettingName]): string => {
    if (name === 'bandwidthLimit' && value === null) return t('settings.noLimit')
    if (value === null) return t(name === 'caFile' ? 'settings.noFile' : 'settings.ownFolder')
    if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off')
    const kind = settingKinds[name]
    if (kind === 'bytes') return format.byteLimit(Number(value))
    if (kind === 'limit') return `${format.byteLimit(Number(value))}/s`
    if (kind === 'choice') return optionText(name as SettingOf<'choice'>, String(value))
    if (kind === 'proxy') return t(`settings.option.proxyMode.${value as Settings['proxyMode']}`)
    if (name === 'keepCheckpointDays' && value === 0) return t('settings.never')
    return typeof value === 'number' ? format.count(value) : value
  }
}

/** The name of one choice of a setting. */
export function useOptionText() {
  const t = useText('dialogs')
  const tWindow = useText()
  return (name: SettingOf<'choice'>, value: string): string => {
    switch (name) {
      case 'conflictPolicy':
        return tWindow(`conflict.${value as Settings['conflictPolicy']}`)
      case 'cancelDefault':
        return t(`cancel.${value as Settings['cancelDefault']}`)
      case 'askBeforeSending':
        return t(`settings.option.askBeforeSending.${value as Settings['askBeforeSending']}`)
      case 'language':
        return value === 'system'
          ? t('settings.option.language.system')
          : languageNames[value as keyof typeof languageNames]
      case 'theme':
        return t(`settings.option.theme.${value as Settings['theme']}`)
    }
  }
}
