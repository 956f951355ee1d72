import { i18n } from './i18n.ts'

type Values = Record<string, string | number>

/**
 * A sentence whose key comes from outside (an error code, the kind of a notice), so that no type can promise that it
 * is there. Null when nobody has written it, or when a value it needs is missing: a sentence with a hole in it says nothing.
 */
export function sentenceFor(
  namespace: 'app' | 'dialogs' | 'doctor' | 'errors' | 'window',
  key: string,
  values: Values,
): string | null {
  const options = { ns: namespace, ...values }
  if (!i18n.exists(key, options)) return null
  const sentence = i18n.t(key, options)
  return sentence.includes('{{') ? null : sentence
}
