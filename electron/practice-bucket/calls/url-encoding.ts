import { invalidArgument } from '../wire/oss-error.ts'
import { percentEncode } from '../wire/percent-encoding.ts'
import type { Query } from '../wire/request-target.ts'

/** How keys stand in an XML answer: as they are, or percent-encoded (`encoding-type=url`) with `/` encoded too. */
export interface ListEncoding {
  type: 'url' | undefined
  encode(text: string): string
}

export function readEncoding(query: Query): ListEncoding {
  const type = query.get('encoding-type') ?? ''
  if (type === '') return { type: undefined, encode: (text) => text }
  if (type.toLowerCase() === 'url') return { type: 'url', encode: percentEncode }
  throw invalidArgument('The encoding type must be url.', 'encoding-type', type)
}

/** A whole number in the query, within bounds; `fallback` when absent. Otherwise 400 `InvalidArgument`. */
export function readWholeNumber(
  query: Query,
  name: string,
  bounds: { min: number; max: number; fallback: number },
): number {
  const text = query.get(name) ?? ''
  if (text === '') return bounds.fallback
  const value = /^\d{1,10}$/.test(text) ? Number(text) : -1
  if (value >= bounds.min && value <= bounds.max) return value
  throw invalidArgument(`${name} must be between ${bounds.min} and ${bounds.max}.`, name, text)
}
