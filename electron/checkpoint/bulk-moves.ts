import type { UploadEvent } from '../../shared/upload-state.ts'
import type { CheckpointDatabase } from './database.ts'
import { KeptStatements } from './kept-statements.ts'
import { type Condition, namesRows, notFirst, statusList } from './queue-scope.ts'
import { idRange } from './row-ids.ts'
import { bulkAssignments, statusesMovedBy } from './status-change.ts'

/** Ids in (`after`, `until`]: the part of a scope that is worked off at once. */
export interface IdRange {
  after: number
  until: number
}

/** Moves all rows that meet a condition by one event. */
export class BulkMoves {
  readonly #statements: KeptStatements
  readonly #now: () => number

  constructor({ sqlite }: CheckpointDatabase, now: () => number) {
    this.#statements = new KeptStatements(sqlite)
    this.#now = now
  }

  /** Answers how many rows moved. */
  move(event: UploadEvent, condition: Condition, excludeIds: readonly number[], range?: IdRange): number {
    const { from, where, values } = meant(condition, excludeIds, range)
    const status = range || namesRows(condition) ? '+u.status' : 'u.status'
    const sql = `UPDATE ${from} SET ${bulkAssignments(event)}
        WHERE ${status} IN (${statusList(statusesMovedBy(event))}) AND ${where}`
    return this.#statements.of(sql).run({ ...values, now: this.#now() }).changes
  }

  /** All parts of these rows are to be sent again. */
  sendAnew(condition: Condition, range: IdRange): number {
    const { from, where, values } = meant(condition, [], range)
    const sql = `UPDATE ${from} SET must_start_over = 1 WHERE plan_mode IS NOT NULL AND ${where}`
    return this.#statements.of(sql).run(values).changes
  }

  count(condition: Condition, excludeIds: readonly number[], range?: IdRange): number {
    const { from, where, values } = meant(condition, excludeIds, range)
    const sql = `SELECT count(*) AS count FROM ${from} WHERE ${where}`
    return (this.#statements.of(sql).get(values) as { count: number }).count
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
  const searched = sql.replace('MATCH @match', `MATCH @match AND ${idRange('rowid')}`)
  return {
    sql: `u.id > @after AND u.id <= @until AND ${notFirst({ sql: searched, values }, 'id').sql}`,
    values,
  }
}
