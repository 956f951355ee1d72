import type { QueueScope } from '../../shared/queue.ts'
import { uploadStatuses } from '../../shared/upload-state.ts'
import type { BulkMoves } from './bulk-moves.ts'
import type { CheckpointDatabase } from './database.ts'
import type { LongCommands } from './long-commands.ts'
import { statusList } from './queue-scope.ts'
import { statusesMovedBy } from './status-change.ts'
import { recordDamaged } from './upload-checksum.ts'
import type { UploadTable } from './upload-table.ts'

interface Parts {
  database: CheckpointDatabase
  uploads: UploadTable
  moves: BulkMoves
  commands: LongCommands
  now: () => number
}

const allThatWaits: QueueScope = { kind: 'all', filter: 'waiting' }

/** What a start makes of the statuses that a crash or a quit left. */
export class StartRecovery {
  readonly #database: CheckpointDatabase
  readonly #uploads: UploadTable
  readonly #moves: BulkMoves
  readonly #commands: LongCommands
  readonly #now: () => number

  constructor({ database, uploads, moves, commands, now }: Parts) {
    this.#database = database
    this.#uploads = uploads
    this.#moves = moves
    this.#commands = commands
    this.#now = now
  }

  recoverAll(): number {
    return this.#database.write(() => {
      this.#forgetUnrecorded()
      this.#failUnknownStatuses()
      // Rows that wait can be a million; those that ran are few.
      if (!this.#commands.mustWait('recover', allThatWaits)) {
        return this.#moves.move('recover', { sql: '1', values: {} }, [])
      }
      const ran = statusesMovedBy('recover').filter((status) => status !== 'waiting')
      const moved = this.#moves.move('recover', { sql: `u.status IN (${statusList(ran)})`, values: {} }, [])
      if (this.#commands.pending().every(({ kind }) => kind !== 'recover')) {
        this.#commands.record('recover', allThatWaits)
      }
      return moved
    })
  }

  /** R11: nothing was recorded of these, so nothing is confirmed any more. */
  #forgetUnrecorded(): void {
    const [unrecorded] = this.#uploads.pluck('SELECT 1 FROM batches WHERE resume = 0 LIMIT 1', {})
    if (unrecorded === undefined) return
    this.#uploads.change(
      `UPDATE uploads SET confirmed_bytes = 0 WHERE status IN (${statusList(statusesMovedBy('recover'))})
        AND confirmed_bytes > 0 AND (SELECT resume FROM batches WHERE id = batch_id) = 0`,
      {},
    )
  }

  /** R5: a status that is none fails, visibly. Steps from one status to the next through the index, not over the rows. */
  #failUnknownStatuses(): void {
    this.#uploads.change(
      `WITH RECURSIVE found (status) AS (
        SELECT min(status) FROM uploads
        UNION ALL SELECT (SELECT min(status) FROM uploads WHERE status > found.status) FROM found
          WHERE found.status IS NOT NULL)
      UPDATE uploads SET status = 'failed', reason = @reason, since = @now, finished_at = @now
      WHERE status IN (SELECT status FROM found WHERE status NOT IN (${statusList(uploadStatuses)}))`,
      { reason: JSON.stringify(recordDamaged), now: this.#now() },
    )
  }
}
