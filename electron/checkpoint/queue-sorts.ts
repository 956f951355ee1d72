import type { QueueSort } from '../../shared/queue.ts'
import { type UploadStatus, uploadStatuses } from '../../shared/upload-state.ts'

/** A column of `uploads u` by which the list is sorted. */
export interface SortKey {
  column: string
  collation?: 'NOCASE'
}

/** What a person looks for first stands first when sorted by status. */
export const statusOrder: readonly UploadStatus[] = [
  'uploading',
  'completing',
  'verifying',
  'retrying',
  'pausing',
  'waiting',
  'queued',
  'paused',
  'failed',
  'cancelled-kept',
  'cleaning',
  'done',
  'skipped',
  'cancelled-clean',
]

const statusRank: SortKey = {
  column: `CASE u.status ${statusOrder.map((status, rank) => `WHEN '${status}' THEN ${rank}`).join(' ')}
  ELSE ${uploadStatuses.length} END`,
}
const targetName: SortKey = {
  column: '(SELECT d.name FROM destinations d WHERE d.id = u.destination_id)',
  collation: 'NOCASE',
}
const position: SortKey = { column: 'u.position' }
/** Rows that are equal stand by batch, as in the indexes; the id is unique, so that no row can be on two pages. */
const last: readonly SortKey[] = [{ column: 'u.batch_id' }, { column: 'u.id' }]

export const sortKeys: Record<QueueSort, readonly SortKey[]> = {
  queue: [position, ...last],
  added: [{ column: 'u.added_at' }, ...last],
  name: [{ column: 'u.name', collation: 'NOCASE' }, ...last],
  size: [{ column: 'u.size_bytes' }, ...last],
  progress: [{ column: 'u.progress' }, ...last],
  status: [statusRank, position, ...last],
  target: [targetName, { column: 'u.destination_id' }, position, ...last],
}

/** Indexes that have the rows of each lane in this order. */
export const laneIndexes = {
  added: 'uploads_added',
  name: 'uploads_name',
  size: 'uploads_size',
  progress: 'uploads_progress',
} as const satisfies Partial<Record<QueueSort, string>>

export function orderBy(keys: readonly SortKey[], descending: boolean): string {
  return keys.map((key) => `${collated(key)} ${descending ? 'DESC' : 'ASC'}`).join(', ')
}

export function collated({ column, collation }: SortKey): string {
  return collation === undefined ? column : `${column} COLLATE ${collation}`
}

/**
 * Rows that stand on one side of the row `@pivot`, as conditions that exclude each other: those that differ in the first
 * key, those that are equal in it and differ in the second, and so on. Each is one range of an index, which a comparison of
 * all keys at once is not: a million rows of the same progress would be gone through.
 */
export function besidePivot(keys: readonly SortKey[], comparison: '<' | '<=' | '>' | '>='): string[] {
  // Compared in the database: a name that is not valid text would change on its way through the program.
  const pivot = ({ column }: SortKey) =>
    `(SELECT ${column.replace('u.', 'p.')} FROM uploads p WHERE p.id = @pivot)`
  return keys.map((key, at) => {
    const equal = keys.slice(0, at).map((before) => `${collated(before)} = ${pivot(before)}`)
    const operator = at === keys.length - 1 ? comparison : comparison.charAt(0)
    return [...equal, `${collated(key)} ${operator} ${pivot(key)}`].join(' AND ')
  })
}
