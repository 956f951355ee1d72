import type { UploadEvent } from '../../shared/upload-state.ts'
import { type Condition, namesRows, notFirst, statusList } from './queue-scope.ts'
import { bulkAssignments, statusesMovedBy } from './status-change.ts'
import type { UploadTable } from './upload-table.ts'

/** Ids in (`after`, `until`]: the part of a scope that is worked off at once. */
export interface IdRange {
  after: number
  until: number
}

/** Moves all rows that meet a condition by one event, in one statement. */
export class BulkMoves {
  readonly #uploads: UploadTable
  readonly #now: () => number

  constructor(uploads: UploadTable, now: () => number) {
    this.#uploads = uploads
    this.#now = now
  }

  /** Answers how many rows moved. */
  move(event: UploadEvent, condition: Condition, excludeIds: readonly number[], range?: IdRange): number {
    const { from, where, values } = meant(condition, excludeIds, range)
    const status = range || namesRows(condition) ? '+u.status' : 'u.status'
    return this.#uploads.change(
      `UPDATE ${from} SET ${bulkAssignments(event)}
        WHERE ${status} IN (${statusList(statusesMovedBy(event))}) AND ${where}`,
      { ...values, now: this.#now() },
    )
  }

  count(condition: Condition, excludeIds: readonly number[], range?: IdRange): number {
    const { from, where, values } = meant(condition, excludeIds, range)
    return this.#uploads.pluck(`SELECT count(*) FROM ${from} WHERE ${where}`, values)[0] ?? 0
  }
}

function meant(
  condition: Condition,
  excludeIds: readonly number[],
  range: IdRange | undefined,
): { from: string; where: string; values: Record<string, string | number> } {
  const free = range === undefined ? condition : within(condition)
  const { sql, values } = namesRows(condition) ? notFirst(free, 'status') : free
  return {
    from: `uploads AS u ${range === undefined ? '' : 'NOT INDEXED'}`,
    where: `${sql} AND u.id NOT IN (SELECT value FROM json_each(@excluded))`,
    values: { ...values, ...range, excluded: JSON.stringify(excludeIds) },
  }
}

/** The same condition on the rows of a range of ids; names the values `@after` and `@until`. */
export function within({ sql, values }: Condition): Condition {
  if ('ids' in values) return { sql: `${sql} AND +u.id > @after AND +u.id <= @until`, values }
  const searched = sql.replace('MATCH @match', 'MATCH @match AND rowid > @after AND rowid <= @until')
  return {
    sql: `u.id > @after AND u.id <= @until AND ${notFirst({ sql: searched, values }, 'id').sql}`,
    values,
  }
}
