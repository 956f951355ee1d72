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
  if (!i18n.exists(key, { ns: namespace })) return null
  const translate = i18n.getFixedT(null, namespace) as unknown as (key: string, values: Values) => string
  return translate(key, values)
}
