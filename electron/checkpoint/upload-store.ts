import { filterStatuses, type QueueScope, type UploadHistoryEntry } from '../../shared/queue.ts'
import {
  transition,
  type UploadEvent,
  type UploadStatus,
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
import type { FinishedJournal, FinishedUpload } from './finished-journal.ts'
import { LightStarts } from './light-starts.ts'
import type { LongCommands } from './long-commands.ts'
import type { PartTable } from './part-table.ts'
import type { QueueCounter } from './queue-counter.ts'
import { scopeCondition } from './queue-scope.ts'
import { StartRecovery } from './start-recovery.ts'
import { changedStatus, statusOf } from './status-change.ts'
import { UploadCheckpoints } from './upload-checkpoints.ts'
import { checkpointChecksum, isTargetDamaged, recordDamaged, targetChecksum } from './upload-checksum.ts'
import type { UploadTableRow } from './upload-row.ts'
import type { UploadTable } from './upload-table.ts'
import { toRecord } from './upload-view.ts'

const started: StatusChange = { reason: null, waitingFor: null, nextTryAt: null }

interface Parts {
  database: CheckpointDatabase
  uploads: UploadTable
  parts: PartTable
  events: EventTable
  moves: BulkMoves
  counter: QueueCounter
  commands: LongCommands
  journal: FinishedJournal
  now: () => number
}

/** The engine's view of the checkpoint: each method is one transaction over the tables it concerns. */
export class SqliteUploadStore implements UploadStore {
  readonly commands: LongCommands
  readonly #database: CheckpointDatabase
  readonly #uploads: UploadTable
  readonly #parts: PartTable
  readonly #checkpoints: UploadCheckpoints
  readonly #recovery: StartRecovery
  readonly #events: EventTable
  readonly #moves: BulkMoves
  readonly #counter: QueueCounter
  readonly #journal: FinishedJournal
  readonly #now: () => number
  readonly #lightStarts = new LightStarts()
  #isTogether = false
  /** Ids of the rows that `nextQueued` gave, as long as nothing else can have changed them. */
  #handedOut = new Set<number>()
  #finished: FinishedUpload[] = []

  constructor({ database, uploads, parts, events, moves, counter, commands, journal, now }: Parts) {
    this.#database = database
    this.#uploads = uploads
    this.#parts = parts
    this.#checkpoints = new UploadCheckpoints({ database, uploads, parts })
    this.#recovery = new StartRecovery({ database, uploads, moves, commands, now })
    this.#events = events
    this.#moves = moves
    this.#counter = counter
    this.commands = commands
    this.#journal = journal
    this.#now = now
    database.beforeEveryLook((isChange) => this.#settle(isChange))
  }

  nextQueued(
    limit: number,
    excludeIds: readonly number[],
    excludeDestinationIds: readonly string[],
  ): UploadRecord[] {
    const excluded = new Set(excludeIds)
    for (const [id] of this.#lightStarts.entries()) excluded.add(id)
    if (this.#journal.isFull) this.#journal.fold()
    return this.#database.writeUnseen(() => {
      for (;;) {
        const rows = this.#uploads
          .queued(limit + excluded.size, excludeDestinationIds)
          .filter(({ id }) => !excluded.has(id))
          .slice(0, limit)
        if (rows.length < limit) this.#uploads.failUnclaimed(JSON.stringify(recordDamaged), this.#now())
        const damaged = rows.filter(isTargetDamaged)
        if (damaged.length === 0) return this.#handOut(rows)
        // R5: what to send, or where to, cannot be trusted. Such a row must not even start.
        for (const row of damaged) this.#move(row, 'fail', { reason: recordDamaged })
      }
    })
  }

  cleaning(limit: number): UploadRecord[] {
    return this.#database.read(() => this.#uploads.cleaning(limit).map((row) => toRecord(row)))
  }

  get(id: number): UploadRecord | null {
    return this.#database.read(() => {
      const row = this.#uploads.find(id)
      return row ? toRecord(row) : null
    })
  }

  recoverAll(): number {
    return this.#recovery.recoverAll()
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
    const isQueued = this.#handedOut.delete(id) || this.#isQueued(id)
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
    this.#checkpoints.save(id, checkpoint)
  }

  parts(id: number): { parts: PartRecord[]; damaged: number } {
    return this.#checkpoints.parts(id)
  }

  confirmParts(id: number, parts: readonly PartRecord[]): void {
    this.#checkpoints.confirmParts(id, parts)
  }

  forgetParts(id: number, partNumbers: readonly number[]): void {
    this.#checkpoints.forgetParts(id, partNumbers)
  }

  adoptKept(id: number): Checkpoint | null {
    return this.#checkpoints.adoptKept(id)
  }

  ownsMultipartUpload(multipartUploadId: string): boolean {
    return this.#database.read(() => this.#uploads.ownsMultipartUpload(multipartUploadId))
  }

  markStartOver(ids: readonly number[]): void {
    this.#checkpoints.markStartOver(ids)
  }

  relocate(id: number, sourcePath: string, sizeBytes: number, checkpoint: Checkpoint | null): boolean {
    return this.#checkpoints.relocate(id, sourcePath, sizeBytes, checkpoint)
  }

  adoptOpen(batchId: number, sourcePath: string, checkpoint: Checkpoint): number {
    return this.#checkpoints.adoptOpen(batchId, sourcePath, checkpoint)
  }

  dropCheckpoint(id: number): void {
    this.#checkpoints.drop(id)
  }

  finish(id: number, result: UploadResult): void {
    const startedAt = this.#lightStarts.get(id)
    if (startedAt !== undefined) {
      const end = { id, startedAt, finishedAt: this.#now(), result }
      if (this.#isTogether) this.#finishLightly(end)
      else this.together(() => this.#finishLightly(end))
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

  #finishLightly(end: FinishedUpload): void {
    this.#finished.push(end)
    this.#lightStarts.delete(end.id)
  }

  #isQueued(id: number): boolean {
    this.#journal.fold()
    return this.#database.readUnseen(() => this.#uploads.isQueued(id))
  }

  /** Those that were done within the transaction that is under way, in one go. */
  #writeFinished(): void {
    const finished = this.#finished
    if (finished.length === 0) return
    this.#finished = []
    this.#database.writeUnseen(() => this.#journal.add(finished))
  }

  /** What was put off until somebody looks. */
  #settle(isChange: boolean): void {
    if (isChange) this.#handedOut.clear()
    this.#writeFinished()
    this.#journal.fold()
    if (this.#lightStarts.size === 0) return
    this.together(() => {
      for (const [id, startedAt] of this.#lightStarts.entries()) {
        const row = this.#uploads.find(id)
        if (row) this.#database.writeUnseen(() => this.#move(row, 'start', started, startedAt))
        this.#lightStarts.delete(id)
      }
    })
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

  /** Rows whose targets are sound, without those that a command in steps has yet to reach. */
  #handOut(rows: readonly UploadTableRow[]): UploadRecord[] {
    const keptBack = this.commands.keptBack(rows.map(({ id }) => id))
    const mayStart = rows.filter(({ id }) => !keptBack.has(id))
    for (const { id } of mayStart) this.#handedOut.add(id)
    return mayStart.map((row) => toRecord(row, true))
  }

  #countMeant(scope: QueueScope, excludeIds: readonly number[]): number {
    const isCounted = scope.kind === 'all' && !scope.search && scope.reasonCode === undefined
    if (!isCounted) return this.#moves.count(scopeCondition(scope), excludeIds)
    const { filter, destinationId, batchId } = scope
    const excluded = this.idsInScope(scope, excludeIds).length
    return this.#counter.count(filterStatuses[filter], destinationId, batchId) - excluded
  }
}
