import { filterStatuses, type QueuePlace, type QueueScope } from '../../shared/queue.ts'
import { endedStatuses, type UploadStatus, uploadStatuses } from '../../shared/upload-state.ts'
import type {
  CommandStep,
  CommandStore,
  LongCommand,
  LongCommandKind,
} from '../engine/ports/command-store.ts'
import type { BulkMoves, IdRange } from './bulk-moves.ts'
import { concernedBy, isOverruled, isRemoval, keepsBack } from './command-rules.ts'
import { CommandTable, type RecordedCommand } from './command-table.ts'
import type { CheckpointDatabase } from './database.ts'
import type { HistoryCleaner } from './history-cleaner.ts'
import type { LogKeeper } from './log-keeper.ts'
import type { LongMove, LongMoves } from './long-moves.ts'
import { PortionWidth } from './portion-width.ts'
import type { QueueCounter } from './queue-counter.ts'
import { scopeCondition, searchCondition } from './queue-scope.ts'
import { newestId, oldestId } from './row-ids.ts'
import type { SearchIndex } from './search-index.ts'
import type { UploadTable } from './upload-table.ts'

interface Parts {
  database: CheckpointDatabase
  uploads: UploadTable
  counter: QueueCounter
  moves: BulkMoves
  longMoves: LongMoves
  history: HistoryCleaner
  log: LogKeeper
  search: SearchIndex
}

/** Up to so many rows change in one transaction, at once; a row that goes into other indexes takes 80 µs. */
const mostAtOnce = 500

/**
 * A step, with the commit at its end, takes about so long; it goes on with more portions of rows while there is time. What a commit
 * costs depends on how far the rows lie apart, so the time for the rows is found out from step to step.
 */
const stepMs = 20
const longestBudgetMs = 14
const shortestBudgetMs = 1
const portion = {
  /** What one row costs is not known yet. */
  first: 50,
  narrowest: 20,
  /** Rows that a command does not concern are stepped over fast; those behind them may all be concerned. */
  widest: 250,
  portionMs: 3,
}

/** Ids that a command by name means, ascending. */
type SortedIds = readonly number[]

/** Commands over many rows, worked off in portions of ids in the order of the ids. */
export class LongCommands implements CommandStore {
  readonly #parts: Parts
  readonly #table: CommandTable
  #pending: readonly RecordedCommand[]
  readonly #named = new Map<number, SortedIds>()
  /** Removals of which this process has done a step: what goes with them can be brought back. */
  readonly #removing = new Set<number>()
  readonly #width = new PortionWidth(portion)
  #budgetMs = shortestBudgetMs
  /** Since the log was folded: a step does the one or the other. */
  #hasWritten = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#table = new CommandTable(parts.database)
    this.#pending = parts.database.write(() => this.#table.all())
  }

  mustWait(kind: LongCommandKind, scope: QueueScope): boolean {
    // Where a row stands makes no difference to anything but another move.
    const isMove = kind === 'move'
    const mustFollow = this.#pending.some((pending) => (pending.kind === 'move') === isMove)
    return mustFollow || this.#parts.database.read(() => this.#isLong(kind, scope))
  }

  record(kind: Exclude<LongCommandKind, 'move'>, scope: QueueScope): number {
    const { database, uploads } = this.#parts
    return database.write(() => {
      const [firstId = 1] = uploads.pluck(oldestId, {})
      const [lastId = 0] = uploads.pluck(newestId, {})
      const left = this.#pending.filter((pending) => !isOverruled(pending, kind, scope))
      for (const dropped of this.#pending) if (!left.includes(dropped)) this.#table.remove(dropped.id)
      const command = this.#table.add(kind, scope, firstId, lastId)
      this.#pending = [...left, command]
      return command.id
    })
  }

  recordMove(scope: QueueScope, to: QueuePlace): number | null {
    const { database, counter, longMoves } = this.#parts
    return database.write(() => {
      const due = uploadStatuses.filter((status) => !isEnded(status))
      const all = counter.count(due)
      const planned = longMoves.plan(
        scope,
        to,
        scope.kind === 'ids' ? scope.ids.length : this.#mostIn(scope, due),
        all,
      )
      const commands = planned.map(({ scope: meant, move, firstPlace, lastPlace }) =>
        this.#table.add('move', meant, firstPlace, lastPlace, move),
      )
      this.#pending = [...this.#pending, ...commands]
      return commands.at(-1)?.id ?? null
    })
  }

  pending(): LongCommand[] {
    const moves = this.#pending.filter(({ kind }) => kind === 'move')
    const others = this.#pending.filter(({ kind }) => kind !== 'move')
    return [...others, ...moves].map(({ id, kind, scope, firstId, lastId, afterId }) => ({
      id,
      kind,
      scope,
      share: (afterId - firstId + 1) / Math.max(1, lastId - firstId + 1),
    }))
  }

  step(id: number, excludeIds: readonly number[]): CommandStep {
    const command = this.#pending.find((pending) => pending.id === id)
    if (command === undefined) return { isDone: true, changed: 0, refused: 0 }
    const { log } = this.#parts
    if (this.#hasWritten && log.isFoldDue) {
      this.#hasWritten = false
      log.fold()
      return { isDone: false, changed: command.changed, refused: command.refused }
    }
    const next = { ...command }
    if (isRemoval(command.kind) && !this.#removing.has(id)) {
      this.#removing.add(id)
      this.#parts.database.write(() => {
        this.#parts.history.beginRemoval()
        this.#parts.search.mergeWhileAdding(false)
      })
    }
    this.#hasWritten = true
    const startedAt = performance.now()
    const endAt = startedAt + this.#budgetMs
    this.#parts.database.write(() => {
      while (next.afterId < next.lastId && performance.now() < endAt) this.#portion(next, excludeIds)
      if (next.afterId < next.lastId) this.#table.proceed(next)
      else this.#end(next)
    })
    const factor = stepMs / Math.max(0.1, performance.now() - startedAt)
    const budgetMs = this.#budgetMs * Math.min(1.5, factor)
    this.#budgetMs = Math.min(longestBudgetMs, Math.max(shortestBudgetMs, budgetMs))
    const isDone = next.afterId >= next.lastId
    this.#pending = this.#pending.flatMap((other) => (other === command ? (isDone ? [] : [next]) : [other]))
    if (isDone) {
      this.#named.delete(id)
      this.#width.reset()
      this.#budgetMs = shortestBudgetMs
    }
    return { isDone, changed: next.changed, refused: next.refused }
  }

  /** Of these queued rows, those that a command is going to stop: they must not start any more. */
  keptBack(ids: readonly number[]): ReadonlySet<number> {
    const kept = new Set<number>()
    for (const { kind, scope, afterId, lastId } of this.#pending) {
      if (!keepsBack(kind)) continue
      const { sql, values } = scopeCondition(scope)
      const meant = this.#parts.uploads.pluck(
        `SELECT u.id FROM json_each(@among) a CROSS JOIN uploads u ON u.id = a.value
          WHERE u.id > @after AND u.id <= @until AND ${sql}`,
        { ...values, among: JSON.stringify(ids), after: afterId, until: lastId },
      )
      for (const id of meant) kept.add(id)
    }
    return kept
  }

  #portion(command: RecordedCommand, excludeIds: readonly number[]): void {
    const startedAt = performance.now()
    const reach =
      command.move === null ? this.#change(command, excludeIds) : this.#moveOn(command, command.move)
    command.changed += reach.changed
    command.refused += reach.refused
    this.#width.learn(startedAt)
  }

  #change(command: RecordedCommand, excludeIds: readonly number[]): { changed: number; refused: number } {
    const { range, scope } = this.#cut(command)
    command.afterId = range.until
    const { kind } = command
    return kind === 'move' ? { changed: 0, refused: 0 } : this.#apply(kind, scope, excludeIds, range)
  }

  #moveOn(command: RecordedCommand, move: LongMove): { changed: number; refused: number } {
    const { id, scope, afterId, lastId, changed } = command
    const place = { id, scope, afterPlace: afterId, lastPlace: lastId, moved: changed }
    const { afterPlace, ...reach } = this.#parts.longMoves.portion(place, move, this.#width.rows)
    command.afterId = afterPlace
    return reach
  }

  /** The next ids: of a command by name only those, so that it does not go through all others. */
  #cut({ id, scope, afterId, lastId }: RecordedCommand): { range: IdRange; scope: QueueScope } {
    const until = Math.min(lastId, afterId + this.#width.rows)
    if (scope.kind === 'all') return { range: { after: afterId, until }, scope }
    const ids = this.#idsOf(id, scope.ids)
    const start = firstAbove(ids, afterId)
    const some = ids.slice(start, start + this.#width.rows)
    const isLast = start + some.length >= ids.length
    const end = isLast ? lastId : Math.min(lastId, some.at(-1) ?? lastId)
    return { range: { after: afterId, until: end }, scope: { kind: 'ids', ids: some } }
  }

  #idsOf(commandId: number, ids: readonly number[]): SortedIds {
    const known = this.#named.get(commandId)
    if (known) return known
    const sorted = [...new Set(ids)].sort((a, b) => a - b)
    this.#named.set(commandId, sorted)
    return sorted
  }

  #apply(
    kind: Exclude<LongCommandKind, 'move'>,
    scope: QueueScope,
    excludeIds: readonly number[],
    range: IdRange,
  ) {
    const { moves, history } = this.#parts
    if (kind === 'sendAnew') return { changed: moves.sendAnew(scopeCondition(scope), range), refused: 0 }
    if (isRemoval(kind)) return history.takeOutRange(scope, kind === 'removeWithParts', range)
    const condition = scopeCondition(scope)
    const meant = moves.count(condition, excludeIds, range)
    const changed = meant > 0 ? moves.move(kind, condition, excludeIds, range) : 0
    return { changed, refused: meant - changed }
  }

  #end(command: RecordedCommand): void {
    this.#table.remove(command.id)
    if (!isRemoval(command.kind)) return
    this.#parts.history.removeEmptyBatches(command.scope)
    this.#parts.search.mergeWhileAdding(true)
  }

  /** As far as the counters know. */
  #mostIn(scope: Exclude<QueueScope, { kind: 'ids' }>, statuses: readonly UploadStatus[]): number {
    const { filter, destinationId, batchId } = scope
    const wanted = filterStatuses[filter] ?? uploadStatuses
    const counted = wanted.filter((status) => statuses.includes(status))
    return this.#parts.counter.count(counted, destinationId, batchId)
  }

  #isLong(kind: LongCommandKind, scope: QueueScope): boolean {
    if (scope.kind === 'ids') return scope.ids.length > mostAtOnce
    const { uploads } = this.#parts
    const { reasonCode, search = '' } = scope
    if (this.#mostIn(scope, concernedBy(kind)) <= mostAtOnce) return false
    const limited = (select: string, values: Record<string, string>) =>
      (uploads.pluck(`SELECT count(*) FROM (${select} LIMIT ${mostAtOnce + 1})`, values)[0] ?? 0) > mostAtOnce
    if (reasonCode !== undefined) {
      const failed = `SELECT 1 FROM uploads WHERE status = 'failed' AND reason_code = @reasonCode`
      return limited(failed, { reasonCode })
    }
    const { match } = searchCondition(search).values
    if (match === undefined) return true
    return limited('SELECT 1 FROM search WHERE search MATCH @match', { match: String(match) })
  }
}

/** Index of the first value above `limit` in an ascending list. */
function firstAbove(values: SortedIds, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

function isEnded(status: UploadStatus): boolean {
  return (endedStatuses as readonly UploadStatus[]).includes(status)
}
