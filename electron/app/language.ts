import { createInstance } from 'i18next'
import { type Language, languageForLocale, messages } from '../../shared/locales/messages.ts'
import type { Settings } from '../../shared/settings.ts'

/** The language people see: the one they chose, otherwise the first that their system prefers. */
export function chooseLanguage(setting: Settings['language'], systemLanguages: readonly string[]): Language {
  return setting === 'system' ? languageForLocale(systemLanguages[0] ?? 'en') : setting
}

type Keys = Leaves<(typeof messages)['en']['app']>
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? WithoutPlural<K> : `${K}.${Leaves<T[K]>}`
}[keyof T & string]
type WithoutPlural<K extends string> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K

/** A sentence of the `app` namespace. */
export type Say = (key: Keys, values?: Record<string, string | number>) => string

export function sayIn(language: Language): Say {
  const i18n = createInstance()
  void i18n.init({
    resources: messages,
    lng: language,
    fallbackLng: 'en',
    ns: ['app'],
    defaultNS: 'app',
    initAsync: false,
    // Menus, tooltips and notifications show text as it is.
    interpolation: { escapeValue: false },
  })
  return (key, values) => i18n.t(key, { ...values })
}
