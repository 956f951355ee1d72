import { useTranslation } from 'react-i18next'
import type { messages } from '../../shared/locales/messages.ts'
import { i18n } from './i18n.ts'

type Namespace = 'credentials' | 'window' | 'dialogs' | 'doctor' | 'sheet' | 'recovery'
type Values = Record<string, string | number>

/** Keys of a namespace with dots, plural endings left off. */
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? WithoutPlural<K> : `${K}.${Leaves<T[K]>}`
}[keyof T & string]
type WithoutPlural<K extends string> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K

/** Answers the sentence of a key in the window's language; a key that nobody has written does not compile. */
export type Translate<N extends Namespace> = (
  key: Leaves<(typeof messages)['en'][N]>,
  values?: Values,
) => string

/** The sentences of one namespace; the component draws itself again when the language changes. */
export function useText<N extends Namespace = 'window'>(namespace?: N): Translate<N> {
  // The library's own type reads keys from a global declaration, which the main process would have to share.
  return useTranslation(namespace ?? 'window').t as unknown as Translate<N>
}

/** A sentence of the window, outside components. */
export const say: Translate<'window'> = (key, values) => i18n.t(key, { ns: 'window', ...values })
