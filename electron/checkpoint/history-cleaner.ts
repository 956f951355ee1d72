import { filterStatuses, type QueueScope } from '../../shared/queue.ts'
import type { BatchTable } from './batch-table.ts'
import type { CheckpointDatabase } from './database.ts'
import { scopeCondition, statusList } from './queue-scope.ts'
import type { UploadTable } from './upload-table.ts'

interface Parts {
  database: CheckpointDatabase
  batches: BatchTable
  uploads: UploadTable
}

/**
 * Rows that can go without losing anything: nothing of theirs is left on the server. A kept upload, or a failed one that
 * has a checkpoint, still owns parts there, which only cleaning it up takes away.
 */
const removable = `(u.status IN (${statusList(filterStatuses.done ?? [])})
  OR u.status IN ('failed', 'cancelled-kept') AND u.multipart_upload_id IS NULL AND u.initiating_since IS NULL)`

/** Takes ended uploads out of the list. */
export class HistoryCleaner {
  readonly #database: CheckpointDatabase
  readonly #batches: BatchTable
  readonly #uploads: UploadTable

  constructor({ database, batches, uploads }: Parts) {
    this.#database = database
    this.#batches = batches
    this.#uploads = uploads
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

  /** Removes what ended before `before` (Unix milliseconds); answers how many. Called at start and once a day. */
  prune(before: number): number {
    return this.#database.write(() => {
      const changed = this.#uploads.change(
        `DELETE FROM uploads WHERE id IN
          (SELECT u.id FROM uploads u WHERE u.finished_at < @before AND ${removable})`,
        { before },
      )
      this.#batches.removeEmpty(before)
      return changed
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
