import { createInstance } from 'i18next'
import type { ReportLanguage } from '../../shared/doctor/report-text.ts'
import { type Language, messages } from '../../shared/locales/messages.ts'

/** The sentences of the doctor and of errors, in one language. */
export function reportLanguage(language: Language): ReportLanguage {
  const i18n = createInstance({
    lng: language,
    fallbackLng: 'en',
    resources: messages,
    ns: ['doctor', 'errors'],
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  void i18n.init()
  return {
    locale: language,
    sentence(ns, key, values) {
      if (!i18n.exists(key, { ns, ...values })) return null
      const text = String(i18n.t(key, { ns, ...values }))
      // A value is missing: a sentence with a hole in it says nothing.
      return text.includes('{{') ? null : text
    },
  }
}
