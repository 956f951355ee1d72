import { createInstance } from 'i18next'
import type { cli } from '../../shared/locales/en/cli.ts'
import { type Language, languageForLocale, messages } from '../../shared/locales/messages.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { PracticeBucketErrorCode } from '../practice-bucket/practice-bucket-error.ts'

/** A sentence of the terminal; plural forms count as one. */
export type CliKey = Key<keyof typeof cli & string>
type Key<Name extends string> = Name extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Name

/** What the terminal says, in one language. */
export interface Words {
  language: Language
  say(key: CliKey, values?: Record<string, string | number>): string
  /** Why the practice bucket cannot start. */
  practiceProblem(code: PracticeBucketErrorCode, values: Record<string, string>): string
  /** The sentence for a failure and, where there is one, what to do about it. */
  explain(error: UploadErrorData): { sentence: string; nextStep: string | null }
}

export function createWords(language: Language): Words {
  const i18n = createInstance({
    lng: language,
    fallbackLng: 'en',
    resources: messages,
    ns: ['cli', 'errors', 'practice'],
    defaultNS: 'cli',
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  void i18n.init()
  const errorText = (key: string, values: Record<string, unknown>) =>
    i18n.exists(key, { ns: 'errors' }) ? String(i18n.t(key, { ns: 'errors', ...values })) : null
  return {
    language,
    say: (key, values = {}) => String(i18n.t(key, values)),
    practiceProblem: (code, values) => String(i18n.t(code, { ns: 'practice', ...values })),
    explain: (error) => {
      const values = { ...error.params, code: error.code, partNumber: error.partNumber }
      return {
        sentence: errorText(error.code, values) ?? error.message,
        nextStep: errorText(`${error.code}_next`, values),
      }
    },
  }
}

/** The language of this terminal: what was asked for, else the locale of the environment, else of the system. */
export function terminalLanguage(asked: string | undefined, env: NodeJS.ProcessEnv = process.env): Language {
  const locale = asked || env.LC_ALL || env.LC_MESSAGES || env.LANG
  return languageForLocale(locale || Intl.DateTimeFormat().resolvedOptions().locale)
}
