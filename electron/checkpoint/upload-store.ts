import { filterStatuses, type QueueScope, type UploadHistoryEntry } from '../../shared/queue.ts'
import {
  transition,
  type UploadEvent,
  type UploadStatus,
  uploadStatuses,
  type WaitingCause,
} from '../../shared/upload-state.ts'
import type {
  Checkpoint,
  Hold,
  PartRecord,
  StatusChange,
  UploadRecord,
  UploadResult,
} from '../engine/ports/upload-record.ts'
import type { UploadStore } from '../engine/ports/upload-store.ts'
import type { BulkMoves } from './bulk-moves.ts'
import type { CheckpointDatabase } from './database.ts'
import type { EventTable } from './event-table.ts'
import { LightStarts } from './light-starts.ts'
import type { LongCommands } from './long-commands.ts'
import type { PartOwner, PartTable } from './part-table.ts'
import type { QueueCounter } from './queue-counter.ts'
import { scopeCondition, statusList } from './queue-scope.ts'
import { changedStatus, statusesMovedBy, statusOf } from './status-change.ts'
import {
  checkpointChecksum,
  isCheckpointDamaged,
  isTargetDamaged,
  recordDamaged,
  targetChecksum,
} from './upload-checksum.ts'
import type { UploadTableRow } from './upload-row.ts'
import type { FinishedUpload, UploadTable } from './upload-table.ts'
import { toCheckpoint, toCheckpointColumns, toRecord } from './upload-view.ts'

const allThatWaits: QueueScope = { kind: 'all', filter: 'waiting' }

const started: StatusChange = { reason: null, waitingFor: null, nextTryAt: null }

interface Parts {
  database: CheckpointDatabase
  uploads: UploadTable
  parts: PartTable
  events: EventTable
  moves: BulkMoves
  counter: QueueCounter
  commands: LongCommands
  now: () => number
}

/** The engine's view of the checkpoint: each method is one transaction over the tables it concerns. */
export class SqliteUploadStore implements UploadStore {
  readonly commands: LongCommands
  readonly #database: CheckpointDatabase
  readonly #uploads: UploadTable
  readonly #parts: PartTable
  readonly #events: EventTable
  readonly #moves: BulkMoves
  readonly #counter: QueueCounter
  readonly #now: () => number
  readonly #lightStarts = new LightStarts()
  #isTogether = false
  /** Ids of the rows that `nextQueued` gave last, as long as nothing else can have changed them. */
  #handedOut = new Set<number>()
  #finished: FinishedUpload[] = []

  constructor({ database, uploads, parts, events, moves, counter, commands, now }: Parts) {
    this.#database = database
    this.#uploads = uploads
    this.#parts = parts
    this.#events = events
    this.#moves = moves
    this.#counter = counter
    this.commands = commands
    this.#now = now
    database.beforeEveryLook(() => this.#settle())
  }

  nextQueued(
    limit: number,
    excludeIds: readonly number[],
    excludeDestinationIds: readonly string[],
  ): UploadRecord[] {
    const excluded = new Set(excludeIds)
    for (const [id] of this.#lightStarts.entries()) excluded.add(id)
    return this.#database.writeUnseen(() => {
      for (;;) {
        const rows = this.#uploads
          .queued(limit + excluded.size, excludeDestinationIds)
          .filter(({ id }) => !excluded.has(id))
          .slice(0, limit)
        if (rows.length < limit) this.#uploads.failUnclaimed(JSON.stringify(recordDamaged), this.#now())
        const damaged = rows.filter(isTargetDamaged)
        if (damaged.length === 0) return this.#mayStart(rows).map(toRecord)
        // R5: what to send, or where to, cannot be trusted. Such a row must not even start.
        for (const row of damaged) this.#move(row, 'fail', { reason: recordDamaged })
      }
    })
  }

  cleaning(limit: number): UploadRecord[] {
    return this.#database.read(() => this.#uploads.cleaning(limit).map(toRecord))
  }

  get(id: number): UploadRecord | null {
    return this.#database.read(() => {
      const row = this.#uploads.find(id)
      return row ? toRecord(row) : null
    })
  }

  recoverAll(): number {
    return this.#database.write(() => {
      this.#forgetUnrecorded()
      this.#failUnknownStatuses()
      // Rows that wait can be a million; those that ran are few.
      if (!this.commands.mustWait('recover', allThatWaits)) {
        return this.#moves.move('recover', { sql: '1', values: {} }, [])
      }
      const ran = statusesMovedBy('recover').filter((status) => status !== 'waiting')
      const moved = this.#moves.move('recover', { sql: `u.status IN (${statusList(ran)})`, values: {} }, [])
      if (this.commands.pending().every(({ kind }) => kind !== 'recover')) {
        this.commands.record('recover', allThatWaits)
      }
      return moved
    })
  }

  apply(id: number, event: UploadEvent, change: StatusChange = {}): UploadStatus | null {
    return this.#database.write(() => {
      const row = this.#uploads.find(id)
      return row ? this.#move(row, event, change) : null
    })
  }

  startLightly(id: number): UploadStatus | null {
    if (this.#lightStarts.has(id)) return null
    // What was handed out since the last look is queued still.
    const isQueued = this.#handedOut.delete(id) || this.#database.readUnseen(() => this.#uploads.isQueued(id))
    if (!isQueued) return null
    this.#lightStarts.add(id, this.#now())
    return 'uploading'
  }

  applyToScope(
    scope: QueueScope,
    event: UploadEvent,
    excludeIds: readonly number[],
  ): { changed: number; refused: number } {
    return this.#database.write(() => {
      const condition = scopeCondition(scope)
      const meant = this.#countMeant(scope, excludeIds)
      const changed = this.#moves.move(event, condition, excludeIds)
      return { changed, refused: meant - changed }
    })
  }

  idsInScope(scope: QueueScope, ids: readonly number[]): number[] {
    const { sql, values } = scopeCondition(scope)
    return this.#database.read(() =>
      this.#uploads.pluck(
        `SELECT u.id FROM json_each(@among) a CROSS JOIN uploads u ON u.id = a.value WHERE ${sql}`,
        { ...values, among: JSON.stringify(ids) },
      ),
    )
  }

  holdQueued({ reason, nextTryAt }: Hold, exceptIds: readonly number[], limit: number): number {
    return this.#database.write(() =>
      this.#uploads.change(
        `UPDATE uploads SET status = 'waiting', waiting_for = 'schedule', since = @now, reason = @reason,
          next_try_at = @nextTryAt
        WHERE id IN (SELECT id FROM uploads WHERE status = 'queued'
          AND id NOT IN (SELECT value FROM json_each(@excluded)) LIMIT @limit)`,
        {
          now: this.#now(),
          reason: JSON.stringify(reason),
          nextTryAt,
          excluded: JSON.stringify(exceptIds),
          limit,
        },
      ),
    )
  }

  unblock(cause: WaitingCause, limit: number): number {
    const some = `u.id IN (SELECT id FROM uploads WHERE status = 'waiting' AND waiting_for = @cause LIMIT @limit)`
    return this.#database.write(() =>
      this.#moves.move('unblock', { sql: some, values: { cause, limit } }, []),
    )
  }

  saveCheckpoint(id: number, checkpoint: Checkpoint): void {
    this.#database.write(() => {
      const row = this.#uploads.find(id)
      if (!row) return
      this.#saveCheckpoint(id, checkpoint, row.target_checksum)
    })
  }

  parts(id: number): { parts: PartRecord[]; damaged: number } {
    return this.#database.write(() => {
      const row = this.#uploads.find(id)
      if (!row) return { parts: [], damaged: 0 }
      const found = this.#parts.verified(ownerOf(row))
      const confirmedBytes = sumBytes(found.parts)
      if (row.status !== 'done' && confirmedBytes !== row.confirmed_bytes) {
        this.#uploads.setConfirmed(id, confirmedBytes)
      }
      return found
    })
  }

  confirmParts(id: number, parts: readonly PartRecord[]): void {
    this.#database.write(() => {
      const row = this.#uploads.find(id)
      if (!row) return
      let addedBytes = 0
      for (const part of parts) {
        addedBytes += part.sizeBytes - this.#parts.sizeOf(id, part.partNumber)
        if (row.resume) this.#parts.save(ownerOf(row), part, row.run)
      }
      this.#uploads.addConfirmed(id, addedBytes)
    })
  }

  forgetParts(id: number, partNumbers: readonly number[]): void {
    this.#database.write(() => {
      let removedBytes = 0
      for (const partNumber of partNumbers) {
        removedBytes += this.#parts.sizeOf(id, partNumber)
        this.#parts.remove(id, partNumber)
      }
      this.#uploads.addConfirmed(id, -removedBytes)
    })
  }

  adoptKept(id: number): Checkpoint | null {
    return this.#database.write(() => {
      const mine = this.#uploads.find(id)
      if (!mine || mine.plan_mode !== null || !mine.resume || isTargetDamaged(mine)) return null
      const kept = this.#uploads
        .resumableFor(id)
        .find((row) => row.resume && !isTargetDamaged(row) && !isCheckpointDamaged(row))
      return kept ? this.#takeOver(mine, kept) : null
    })
  }

  ownsMultipartUpload(multipartUploadId: string): boolean {
    return this.#database.read(() => this.#uploads.ownsMultipartUpload(multipartUploadId))
  }

  markStartOver(ids: readonly number[]): void {
    this.#database.write(() =>
      this.#uploads.change(
        `UPDATE uploads SET must_start_over = 1
          WHERE plan_mode IS NOT NULL AND id IN (SELECT value FROM json_each(@ids))`,
        { ids: JSON.stringify(ids) },
      ),
    )
  }

  relocate(id: number, sourcePath: string, sizeBytes: number, checkpoint: Checkpoint | null): boolean {
    return this.#database.write(() => {
      const row = this.#uploads.find(id)
      if (!row) return false
      const other = this.#idAt(row.batch_id, sourcePath)
      if (other !== undefined && other !== id) return false
      const target = targetChecksum({ ...row, source_path: sourcePath })
      this.#uploads.moveFile(id, sourcePath, sizeBytes, target)
      if (checkpoint !== null) this.#saveCheckpoint(id, checkpoint, target)
      return true
    })
  }

  adoptOpen(batchId: number, sourcePath: string, checkpoint: Checkpoint): number {
    return this.#database.write(() => {
      const id = this.#idAt(batchId, sourcePath)
      const row = id === undefined ? null : this.#uploads.find(id)
      if (!row) throw new Error(`Batch ${batchId} has no upload of this file`)
      this.#saveCheckpoint(row.id, checkpoint, row.target_checksum)
      return row.id
    })
  }

  dropCheckpoint(id: number): void {
    this.#database.write(() => {
      this.#parts.removeAll(id)
      this.#uploads.dropCheckpoint(id)
    })
  }

  finish(id: number, result: UploadResult): void {
    const startedAt = this.#lightStarts.get(id)
    if (startedAt !== undefined) {
      this.together(() => {
        this.#finished.push({ id, startedAt, finishedAt: this.#now(), result })
        this.#lightStarts.delete(id)
      })
      return
    }
    // Not the others that have begun meanwhile: their rows would be written twice as well.
    this.#database.writeUnseen(() => {
      const row = this.#uploads.find(id)
      if (!row) return
      if (transition(statusOf(row), 'confirm') === null) {
        throw new Error(`Upload ${id} is ${row.status} and cannot be finished`)
      }
      this.#parts.removeAll(id)
      this.#uploads.finish(id, result, this.#now())
    })
  }

  note(id: number, entry: UploadHistoryEntry): void {
    this.#database.write(() => {
      if (this.#uploads.find(id)) this.#events.add(id, entry)
    })
  }

  together<T>(body: () => T): T {
    if (this.#isTogether) return this.#database.together(body)
    this.#isTogether = true
    try {
      return this.#lightStarts.during(() =>
        this.#database.together(() => {
          const value = body()
          this.#writeFinished()
          return value
        }),
      )
    } finally {
      this.#isTogether = false
      this.#finished = []
    }
  }

  /** Those that were done within the transaction that is under way, in one go. */
  #writeFinished(): void {
    const finished = this.#finished
    if (finished.length === 0) return
    this.#finished = []
    this.#database.writeUnseen(() => this.#uploads.finishStarted(finished))
  }

  /** What was put off until somebody looks. */
  #settle(): void {
    this.#handedOut.clear()
    this.#writeFinished()
    if (this.#lightStarts.size === 0) return
    this.together(() => {
      for (const [id, startedAt] of this.#lightStarts.entries()) {
        const row = this.#uploads.find(id)
        if (row) this.#database.writeUnseen(() => this.#move(row, 'start', started, startedAt))
        this.#lightStarts.delete(id)
      }
    })
  }

  #saveCheckpoint(id: number, checkpoint: Checkpoint, target: string): void {
    const columns = toCheckpointColumns(checkpoint)
    this.#uploads.saveCheckpoint(id, columns, checkpointChecksum(id, columns, target))
  }

  #idAt(batchId: number, sourcePath: string): number | undefined {
    return this.#uploads.pluck(
      'SELECT id FROM uploads WHERE source_path = @sourcePath AND batch_id = @batchId',
      { batchId, sourcePath },
    )[0]
  }

  #move(
    row: UploadTableRow,
    event: UploadEvent,
    change: StatusChange,
    now = this.#now(),
  ): UploadStatus | null {
    const columns = changedStatus(row, event, change, now)
    if (columns === null) return null
    this.#uploads.setStatus(columns)
    if (change.objectKey !== undefined && change.objectKey !== row.object_key)
      this.#rename(row, change.objectKey)
    return columns.status
  }

  #rename(row: UploadTableRow, objectKey: string): void {
    const target = targetChecksum({ ...row, object_key: objectKey })
    const checkpoint = row.plan_mode === null ? null : checkpointChecksum(row.id, row, target)
    this.#uploads.rename(row.id, objectKey, target, checkpoint)
  }

  #mayStart(rows: readonly UploadTableRow[]): readonly UploadTableRow[] {
    const keptBack = this.commands.keptBack(rows.map(({ id }) => id))
    return keptBack.size === 0 ? rows : rows.filter(({ id }) => !keptBack.has(id))
  }

  #countMeant(scope: QueueScope, excludeIds: readonly number[]): number {
    const isCounted = scope.kind === 'all' && !scope.search && scope.reasonCode === undefined
    if (!isCounted) return this.#moves.count(scopeCondition(scope), excludeIds)
    const { filter, destinationId, batchId } = scope
    const excluded = this.idsInScope(scope, excludeIds).length
    return this.#counter.count(filterStatuses[filter], destinationId, batchId) - excluded
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

  #takeOver(mine: UploadTableRow, kept: UploadTableRow): Checkpoint | null {
    const { parts } = this.#parts.verified(ownerOf(kept))
    const owner = { uploadId: mine.id, multipartUploadId: kept.multipart_upload_id }
    this.#parts.removeAll(kept.id)
    this.#uploads.dropCheckpoint(kept.id)
    this.#uploads.saveCheckpoint(mine.id, kept, checkpointChecksum(mine.id, kept, mine.target_checksum))
    for (const part of parts) this.#parts.save(owner, part, mine.run - 1)
    this.#uploads.setConfirmed(mine.id, sumBytes(parts))
    return toCheckpoint(kept)
  }
}

function ownerOf(row: UploadTableRow): PartOwner {
  return { uploadId: row.id, multipartUploadId: row.multipart_upload_id }
}

function sumBytes(parts: readonly PartRecord[]): number {
  return parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}
