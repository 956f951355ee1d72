import { filterStatuses, type QueueFilter, type QueueScope } from '../../shared/queue.ts'
import type { UploadStatus } from '../../shared/upload-state.ts'

/**
 * A condition on `uploads u` and the values it names. SQLite may start at `u.id IN`, `u.status IN` or
 * `u.destination_id =`; where another start is faster, `notFirst` takes that choice away.
 */
export interface Condition {
  sql: string
  values: Record<string, string | number>
}

/** The rows a command means. */
export function scopeCondition(scope: QueueScope): Condition {
  if (scope.kind === 'ids') {
    return {
      sql: 'u.id IN (SELECT value FROM json_each(@ids))',
      values: { ids: JSON.stringify(scope.ids) },
    }
  }
  return allOf([
    statusCondition(filterStatuses[scope.filter]),
    destinationCondition(scope.destinationId),
    batchCondition(scope.batchId),
    reasonCondition(scope.reasonCode),
    searchCondition(scope.search ?? ''),
  ])
}

export function filterCondition(filter: QueueFilter): Condition {
  return statusCondition(filterStatuses[filter])
}

export function destinationCondition(destinationId: string | undefined): Condition {
  if (destinationId === undefined) return everything
  return { sql: 'u.destination_id = @destinationId', values: { destinationId } }
}

export function batchCondition(batchId: number | undefined): Condition {
  return batchId === undefined ? everything : { sql: 'u.batch_id = @batchId', values: { batchId } }
}

function reasonCondition(reasonCode: string | undefined): Condition {
  if (reasonCode === undefined) return everything
  return { sql: `u.status = 'failed' AND u.reason_code = @reasonCode`, values: { reasonCode } }
}

/**
 * Any part of the name or the object key, whatever the case. The search index answers from three characters on;
 * shorter texts (two Chinese characters are a word) are looked for row by row.
 */
export function searchCondition(search: string): Condition {
  if (search === '') return everything
  if ([...search].length >= 3) {
    return {
      sql: 'u.id IN (SELECT rowid FROM search WHERE search MATCH @match)',
      values: { match: `"${search.replaceAll('"', '""')}"` },
    }
  }
  return {
    sql: `(u.name LIKE @like ESCAPE '\\' OR u.object_key LIKE @like ESCAPE '\\')`,
    values: { like: `%${search.replaceAll(/[\\%_]/g, '\\$&')}%` },
  }
}

export function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    values: Object.assign({}, ...conditions.map(({ values }) => values)),
  }
}

/** The same condition, checked row by row: a unary plus keeps SQLite from starting at this column's index. */
export function notFirst({ sql, values }: Condition, column: 'id' | 'status' | 'destination_id'): Condition {
  return {
    sql: sql.replaceAll(new RegExp(`(?<!\\+)\\bu\\.${column} (IN|=)`, 'g'), `+u.${column} $1`),
    values,
  }
}

/** Whether the rows are named one by one or by a search: then those are where to start. */
export function namesRows({ values }: Condition): boolean {
  return 'ids' in values || 'match' in values
}

/** Statuses come from our own table, never from outside: they are safe to write into the statement. */
export function statusList(statuses: readonly UploadStatus[]): string {
  return statuses.map((status) => `'${status}'`).join(', ')
}

const everything: Condition = { sql: '1', values: {} }

function statusCondition(statuses: readonly UploadStatus[] | null): Condition {
  return statuses === null ? everything : { sql: `u.status IN (${statusList(statuses)})`, values: {} }
}
