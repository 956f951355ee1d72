import { hash } from 'node:crypto'

/**
 * R5: 64 bits of SHA-256 over a row's fields, as 16 hexadecimal digits. `kind` keeps rows of different tables from
 * vouching for each other; JSON keeps `['a', 'b']` and `['ab', '']` apart.
 */
export function rowChecksum(kind: string, fields: readonly (string | number | null)[]): string {
  return hash('sha256', JSON.stringify([kind, fields])).slice(0, 16)
}
