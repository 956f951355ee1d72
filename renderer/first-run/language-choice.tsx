import { call } from '../bridge.ts'
import { Choice } from '../controls/choice.tsx'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'

/** Each language in its own words, so that it is found from the other one. */
export const languageNames = { en: 'English', 'zh-CN': '简体中文' } as const

export function LanguageChoice() {
  const t = useText('dialogs')
  const language = useAppStore((state) => state.settings.language)
  return (
    <Choice
      label={t('settings.name.language')}
      options={[
        { value: 'system', label: t('settings.option.language.system') },
        { value: 'en', label: languageNames.en },
        { value: 'zh-CN', label: languageNames['zh-CN'] },
      ]}
      value={language}
      onChange={(next) => void perform(call('settings.set', { language: next }))}
    />
  )
}
