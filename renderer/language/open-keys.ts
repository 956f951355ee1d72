import { i18n } from './i18n.ts'

type Values = Record<string, string | number>

/**
 * A sentence whose key comes from outside (an error code, the kind of a notice), so that no type can promise that it
 * is there. Null when nobody has written it.
 */
export function sentenceFor(
  namespace: 'app' | 'dialogs' | 'errors' | 'window',
  key: string,
  values: Values,
): string | null {
  const options = { ns: namespace, ...values }
  return i18n.exists(key, options) ? i18n.t(key, options) : null
}
