import type { Reach, Removal } from '../../shared/ipc.ts'
import { filterStatuses, type QueueScope } from '../../shared/queue.ts'
import type { KeptTotal } from '../../shared/recovery.ts'
import { endedStatuses } from '../../shared/upload-state.ts'
import type { BatchTable } from './batch-table.ts'
import { type IdRange, within } from './bulk-moves.ts'
import type { CheckpointDatabase } from './database.ts'
import type { LogKeeper } from './log-keeper.ts'
import { type Condition, scopeCondition, statusList } from './queue-scope.ts'
import { RemovedUploads } from './removed-uploads.ts'
import type { SearchIndex } from './search-index.ts'
import type { UploadTable } from './upload-table.ts'

interface Parts {
  database: CheckpointDatabase
  batches: BatchTable
  uploads: UploadTable
  log: LogKeeper
  search: SearchIndex
}

/**
 * Rows that can go without losing anything: nothing of theirs is left on the server. A kept upload, or a failed one that
 * has a checkpoint, still owns parts there, which only cleaning it up takes away.
 */
const removable = `(u.status IN (${statusList(filterStatuses.done ?? [])})
  OR u.status IN ('failed', 'cancelled-kept') AND u.multipart_upload_id IS NULL AND u.initiating_since IS NULL)`

const ended = `u.status IN (${statusList(endedStatuses)})`

/** Takes ended uploads out of the list. */
export class HistoryCleaner {
  readonly #database: CheckpointDatabase
  readonly #batches: BatchTable
  readonly #uploads: UploadTable
  readonly #removed: RemovedUploads

  constructor({ database, batches, uploads, log, search }: Parts) {
    this.#database = database
    this.#batches = batches
    this.#uploads = uploads
    this.#removed = new RemovedUploads({ database, log, search })
  }

  /** Removes what has ended in scope; `refused` have not ended or still own parts on the server. */
  removeEnded(scope: QueueScope): { changed: number; refused: number } {
    const { sql, values } = scopeCondition(scope)
    return this.#database.write(() => {
      const [meant = 0] = this.#uploads.pluck(`SELECT count(*) FROM uploads u WHERE ${sql}`, values)
      const changed = this.#uploads.change(
        `DELETE FROM uploads WHERE id IN (SELECT u.id FROM uploads u WHERE ${sql} AND ${removable})`,
        values,
      )
      this.#batches.removeEmpty(scope.kind === 'all' ? Number.MAX_SAFE_INTEGER : 0)
      return { changed, refused: meant - changed }
    })
  }

  /**
   * As `removeEnded`, but what goes can be brought back by `restore` until the next removal; rows that own parts on the
   * server go with `leaveParts`.
   */
  takeOut(scope: QueueScope, leaveParts: boolean): Removal {
    return this.#database.write(() => {
      const undoId = this.#removed.begin()
      const reach = this.#take(scopeCondition(scope), leaveParts)
      this.removeEmptyBatches(scope)
      return { ...reach, undoId: reach.changed > 0 ? undoId : null }
    })
  }

  /** Brings back, as an argument of `restore`, what was removed last. */
  get lastRemoval(): number {
    return this.#removed.lastId
  }

  /** A removal of many rows begins; what the one before removed cannot come back any more. */
  beginRemoval(): void {
    this.#removed.begin()
  }

  /** One portion of a removal of many rows. */
  takeOutRange(scope: QueueScope, leaveParts: boolean, range: IdRange): { changed: number; refused: number } {
    const { sql, values } = within(scopeCondition(scope))
    return this.#take({ sql, values: { ...values, ...range } }, leaveParts, 'uploads u NOT INDEXED')
  }

  removeEmptyBatches(scope: QueueScope): void {
    this.#batches.removeEmpty(scope.kind === 'all' ? Number.MAX_SAFE_INTEGER : 0)
  }

  /** `from`: of a portion only the rows are looked at; an index of what has ended would be gone through as a whole. */
  #take(
    { sql, values }: Condition,
    leaveParts: boolean,
    from = 'uploads u',
  ): { changed: number; refused: number } {
    const [meant = 0] = this.#uploads.pluck(`SELECT count(*) FROM ${from} WHERE ${sql}`, values)
    if (meant === 0) return { changed: 0, refused: 0 }
    this.#removed.keep(
      `SELECT u.id, u.batch_id FROM ${from} WHERE ${sql} AND ${leaveParts ? ended : removable}`,
      values,
    )
    const changed = this.#uploads.change(
      'DELETE FROM uploads WHERE id IN (SELECT id FROM scratch.removing_ids)',
      {},
    )
    return { changed, refused: meant - changed }
  }

  /** Brings back what one `takeOut` removed, with parts and history. */
  restore(undoId: number): Reach | Promise<Reach> {
    return this.#removed.restore(undoId)
  }

  /** Before the database is closed: what is being brought back is not lost. */
  finishRestoring(): void {
    this.#removed.finishRestoring()
  }

  /**
   * Removes at most `limit` of what ended before `before` (Unix milliseconds), or is older than the `keep` newest; answers
   * how many. Less than `limit` means that nothing is left to remove.
   */
  prune({ before, keep, limit }: { before: number; keep: number; limit: number }): number {
    return this.#database.write(() => {
      const changed = this.#uploads.change(
        `DELETE FROM uploads WHERE id IN (SELECT u.id FROM uploads u
          WHERE u.finished_at < max(@before, coalesce((SELECT finished_at FROM uploads
            WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1 OFFSET @keep - 1), 0))
          AND ${removable} ORDER BY u.finished_at LIMIT @limit)`,
        { before, keep, limit },
      )
      this.#batches.removeEmpty(before)
      return changed
    })
  }

  /** What lies in buckets for uploads that were cancelled with their checkpoint kept. */
  keptTotal(): KeptTotal {
    return this.#database.read(() => {
      const kept = `FROM uploads u WHERE u.status = 'cancelled-kept'`
      const [uploads = 0] = this.#uploads.pluck(`SELECT count(*) ${kept}`, {})
      const [bytes = 0] = this.#uploads.pluck(`SELECT coalesce(sum(u.confirmed_bytes), 0) ${kept}`, {})
      const [oldestAt = null] = this.#uploads.pluck(
        `SELECT u.finished_at ${kept} AND u.finished_at IS NOT NULL ORDER BY u.finished_at LIMIT 1`,
        {},
      )
      return { uploads, bytes, oldestAt }
    })
  }

  /** Kept checkpoints that ended before `before`: the engine cleans them up on the server. */
  keptBefore(before: number): number[] {
    return this.#database.read(() =>
      this.#uploads.pluck(
        `SELECT u.id FROM uploads u WHERE u.finished_at < @before AND u.status = 'cancelled-kept'`,
        { before },
      ),
    )
  }
}
