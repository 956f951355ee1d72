import type { QueuePlace, QueueScope } from '../../shared/queue.ts'
import type { CheckpointDatabase } from './database.ts'
import { KeptStatements } from './kept-statements.ts'
import type { QueueOrder } from './queue-order.ts'
import { type Condition, namesRows, scopeCondition } from './queue-scope.ts'
import { idRange, newestId } from './row-ids.ts'
import { positionStep } from './upload-table.ts'

/**
 * Where the rows of a long move go: the n-th that is moved gets `from + n * step`, or changes places with its neighbour.
 * Rows are taken in the order of the queue, or from its end where `isFromEnd`: those that are moved already and those that are
 * still to be moved are in order all the time.
 */
export interface LongMove {
  to: 'up' | 'down' | { from: number; step: number }
  isFromEnd: boolean
  /** Positions between these belong to rows that have been moved already. */
  zone: { after: number; before: number } | null
  /** Of the scope all but these. */
  except: QueueScope | null
}

/** A long move as it is to be recorded. `firstPlace` … `lastPlace`: positions, negative where rows are taken from the end. */
export interface PlannedMove {
  scope: QueueScope
  move: LongMove
  firstPlace: number
  lastPlace: number
}

interface Row {
  id: number
  position: number
  batch_id: number
  section: number
}

type Values = Record<string, string | number>

/** Positions that nothing added meanwhile gets: new rows are a whole number of steps behind the last one. */
const besideSteps = positionStep / 2

/** Ids that are put into the table of one portion. */
const namedAtOnce = 5000

/** Moves very many rows within the queue, in portions of the order. */
export class LongMoves {
  readonly #database: CheckpointDatabase
  readonly #order: QueueOrder
  /** The command whose rows are in `scratch.moving_ids`, and how far they are. */
  #named: { commandId: number; upTo: number; isWhole: boolean } | null = null
  readonly #statements: KeptStatements

  constructor(database: CheckpointDatabase, order: QueueOrder) {
    this.#database = database
    this.#order = order
    this.#statements = new KeptStatements(database.sqlite)
  }

  /**
   * What has to be recorded; nothing where there is no such place (any more). `most` and `all`: at least as many uploads as may be moved
   * in scope, and in the whole queue. Between two rows without room for so many, all that stand behind them are moved as well.
   */
  plan(scope: QueueScope, to: QueuePlace, most: number, all: number): PlannedMove[] {
    const ends = this.#order.ends()
    if (ends === null) return []
    const { first, last } = ends
    const forwards = { firstPlace: first, lastPlace: last }
    const backwards = { firstPlace: -last, lastPlace: -first }
    const plain = { isFromEnd: false, zone: null, except: null }
    if (to === 'up') return [{ scope, move: { ...plain, to }, ...forwards }]
    if (to === 'down') return [{ scope, move: { ...plain, to, isFromEnd: true }, ...backwards }]
    const room = most * positionStep
    if (to === 'top') {
      const target = { from: first - room, step: positionStep }
      return [{ scope, move: { ...plain, to: target }, ...forwards }]
    }
    const end = last + besideSteps + room
    if (to === 'bottom') {
      const target = { from: end, step: -positionStep }
      return [{ scope, move: { ...plain, to: target, isFromEnd: true }, ...backwards }]
    }
    const gap = this.#order.gapFor(scope, to, most)
    if (gap === null) return []
    if (gap === 'bottom') return this.plan(scope, 'bottom', most, all)
    if (gap.step >= 1) {
      // Making room may have moved the last one further back.
      const lastPlace = this.#order.ends()?.last ?? last
      const target = { from: gap.after + gap.step, step: gap.step }
      const zone = { after: gap.after, before: gap.before }
      return [{ scope, move: { ...plain, to: target, zone }, firstPlace: first, lastPlace }]
    }
    // What stands behind the gap makes room for the others in front of it.
    const behind = { from: end + all * positionStep, step: -positionStep }
    const rest: QueueScope = { kind: 'all', filter: 'all' }
    const target = { from: last + besideSteps + positionStep, step: positionStep }
    return [
      {
        scope: rest,
        move: { to: behind, isFromEnd: true, zone: null, except: scope },
        firstPlace: -last,
        lastPlace: -gap.before,
      },
      { scope, move: { ...plain, to: target }, ...forwards },
    ]
  }

  /**
   * Goes through the next `width` rows of the order behind `afterPlace`; `moved` were moved by the portions before. Answers how far it
   * came.
   */
  portion(
    command: { id: number; scope: QueueScope; afterPlace: number; lastPlace: number; moved: number },
    move: LongMove,
    width: number,
  ): { afterPlace: number; changed: number; refused: number } {
    const wanted = this.#wanted(command.id, move.except ?? command.scope)
    // Ids are put into a table first, some at a time.
    if (wanted === null) return { afterPlace: command.afterPlace, changed: 0, refused: 0 }
    const condition = move.except === null ? wanted : { ...wanted, sql: `NOT (${wanted.sql})` }
    const until = this.#placeAfter(command, move, width)
    const rows = this.#rows(condition, move, command.afterPlace, until)
    const movable = rows.filter(({ section }) => section === 0)
    const changed = movable.filter((row, index) =>
      this.#moveOne(row, move, command.moved + index, wanted),
    ).length
    return { afterPlace: until, changed, refused: rows.length - changed }
  }

  #moveOne(row: Row, { to }: LongMove, at: number, wanted: Condition): boolean {
    if (typeof to === 'object') {
      this.#order.place(row.id, to.from + at * to.step)
      return true
    }
    // A neighbour that is to be moved as well has found no place to go to.
    const other = this.#order.neighbour(row.id, to)
    if (other === null || this.#isWanted(other, wanted)) return false
    this.#order.exchange(row.id, other)
    return true
  }

  #isWanted(id: number, { sql, values }: Condition): boolean {
    const statement = this.#statements.of(`SELECT 1 FROM uploads u NOT INDEXED WHERE u.id = @id AND ${sql}`)
    return statement.get({ ...values, id }) !== undefined
  }

  #placeAfter(
    { afterPlace, lastPlace }: { afterPlace: number; lastPlace: number },
    { isFromEnd }: LongMove,
    width: number,
  ): number {
    const sql = isFromEnd
      ? `SELECT -position AS place FROM uploads INDEXED BY uploads_position
          WHERE position < @after AND position >= @until ORDER BY position DESC LIMIT 1 OFFSET @offset`
      : `SELECT position AS place FROM uploads INDEXED BY uploads_position
          WHERE position > @after AND position <= @until ORDER BY position LIMIT 1 OFFSET @offset`
    const sign = isFromEnd ? -1 : 1
    const found = this.#statements.of(sql).get({
      after: sign * afterPlace,
      until: sign * lastPlace,
      offset: width - 1,
    }) as { place: number } | undefined
    return found?.place ?? lastPlace
  }

  #rows({ sql, values }: Condition, { isFromEnd, zone }: LongMove, after: number, until: number): Row[] {
    const range = isFromEnd
      ? 'u.position < @after AND u.position >= @until'
      : 'u.position > @after AND u.position <= @until'
    const outside = zone === null ? '1' : '(u.position <= @zoneAfter OR u.position >= @zoneBefore)'
    const direction = isFromEnd ? 'DESC' : 'ASC'
    const sign = isFromEnd ? -1 : 1
    return this.#statements
      .of(`SELECT u.id, u.position, u.batch_id, u.section FROM uploads u INDEXED BY uploads_position
      WHERE ${range} AND ${outside} AND ${sql} ORDER BY u.position ${direction}, u.batch_id ${direction}, u.id ${direction}`)
      .all({
        ...values,
        after: sign * after,
        until: sign * until,
        ...(zone === null ? {} : { zoneAfter: zone.after, zoneBefore: zone.before }),
      }) as Row[]
  }

  /** The rows of a scope, as conditions that are no place to start at; null while they are still being put into a table. */
  #wanted(commandId: number, scope: QueueScope): Condition | null {
    const { sql, values } = scopeCondition(scope)
    if (!namesRows({ sql, values })) return { sql: checked(sql), values }
    const { sqlite } = this.#database
    if (this.#named?.commandId !== commandId) {
      sqlite.exec(
        'CREATE TABLE IF NOT EXISTS scratch.moving_ids (id INTEGER PRIMARY KEY); DELETE FROM scratch.moving_ids',
      )
      this.#named = { commandId, upTo: 0, isWhole: false }
    }
    if (!this.#named.isWhole) {
      this.#named.isWhole =
        scope.kind === 'ids' ? this.#nameSome(scope.ids, this.#named) : this.#findSome(values, this.#named)
      return null
    }
    const named = sql.replace(/u\.id IN \(.*?\)(?= AND |$)/, 'u.id IN (SELECT id FROM scratch.moving_ids)')
    return {
      sql: checked(named),
      values: Object.fromEntries(Object.entries(values).filter(([name]) => named.includes(`@${name}`))),
    }
  }

  #nameSome(ids: readonly number[], named: { upTo: number }): boolean {
    const some = ids.slice(named.upTo, named.upTo + namedAtOnce)
    this.#statements.of('INSERT OR IGNORE INTO scratch.moving_ids SELECT value FROM json_each(@ids)').run({
      ids: JSON.stringify(some),
    })
    named.upTo += some.length
    return named.upTo >= ids.length
  }

  #findSome({ match = '' }: Values, named: { upTo: number }): boolean {
    const until = named.upTo + namedAtOnce
    this.#statements
      .of(`INSERT OR IGNORE INTO scratch.moving_ids SELECT rowid FROM search WHERE search MATCH @match
      AND ${idRange('rowid')}`)
      .run({
        match,
        after: named.upTo,
        until,
      })
    named.upTo = until
    const newest = this.#statements.of(newestId).get({}) as { id: number } | undefined
    return until >= (newest?.id ?? 0)
  }
}

/** A unary plus keeps SQLite from starting at the index of a column. */
function checked(sql: string): string {
  return sql.replaceAll(/(?<!\+)\bu\.(id|status|destination_id|batch_id) (IN|=)/g, '+u.$1 $2')
}
