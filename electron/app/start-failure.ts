import { createInstance } from 'i18next'
import { type Language, messages } from '../../shared/locales/messages.ts'
import { toErrorData } from '../../shared/upload-error.ts'

/** What a person reads when the program cannot start: what is wrong, and what to do next. */
export function describeStartFailure(error: unknown, language: Language): string {
  const data = toErrorData(error)
  const i18n = createInstance()
  void i18n.init({
    resources: messages,
    lng: language,
    fallbackLng: 'en',
    ns: ['errors'],
    defaultNS: 'errors',
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  const values = { message: data.message, ...data.params }
  const say = (key: string) => (i18n.exists(key) ? i18n.t(key, values) : null)
  const lines = [say(data.code) ?? data.message, say(`${data.code}_next`)]
  return lines.filter((line) => line !== null).join('\n\n')
}
