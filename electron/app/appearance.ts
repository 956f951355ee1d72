import { app, nativeTheme } from 'electron'
import type { Language } from '../../shared/locales/messages.ts'
import type { Settings } from '../../shared/settings.ts'
import { chooseLanguage, type Say, sayIn } from './language.ts'

/** Language and theme as the settings have them now. */
export class Appearance {
  #language: Language = 'en'
  #say: Say = sayIn('en')

  get language(): Language {
    return this.#language
  }

  get say(): Say {
    return this.#say
  }

  /** The theme reaches windows and menus by itself; true when what is said must be said again in another language. */
  follow(settings: Pick<Settings, 'language' | 'theme'>): boolean {
    nativeTheme.themeSource = settings.theme
    const language = chooseLanguage(settings.language, app.getPreferredSystemLanguages())
    if (language === this.#language) return false
    this.#language = language
    this.#say = sayIn(language)
    return true
  }
}
