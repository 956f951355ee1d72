import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type Language, messages } from '../../shared/locales/messages.ts'

export const i18n = i18next.createInstance()

/** Makes every sentence available at once: all resources are part of the bundle. */
export function startI18n(language: Language): void {
  void i18n.use(initReactI18next).init({
    resources: messages,
    lng: language,
    fallbackLng: 'en',
    ns: ['window', 'dialogs', 'doctor', 'sheet', 'recovery', 'credentials', 'app', 'errors'],
    defaultNS: 'window',
    initAsync: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  })
}

/** Switches the window's language, also for what reads the page aloud and for the choice of Chinese glyphs. */
export function applyLanguage(language: Language): void {
  document.documentElement.lang = language
  if (i18n.language !== language) void i18n.changeLanguage(language)
}
