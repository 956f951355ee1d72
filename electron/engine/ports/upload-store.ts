import type { QueueScope, UploadHistoryEntry } from '../../../shared/queue.ts'
import type { UploadEvent, UploadStatus, WaitingCause } from '../../../shared/upload-state.ts'
import type { CommandStore } from './command-store.ts'
import type {
  Checkpoint,
  Hold,
  PartRecord,
  StatusChange,
  UploadRecord,
  UploadResult,
} from './upload-record.ts'

/** The checkpoint database as the engine sees it. Synchronous, as better-sqlite3 is; each call is one transaction. */
export interface UploadStore {
  /** Commands over more rows than one transaction should change. */
  readonly commands: CommandStore
  /** The next queued uploads in queue order, without these ids and without the destinations that cannot be reached now. */
  nextQueued(
    limit: number,
    excludeIds: readonly number[],
    excludeDestinationIds: readonly string[],
  ): UploadRecord[]
  /** Uploads in `cleaning`: cancelled, but the server has not confirmed the abort yet. */
  cleaning(limit: number): UploadRecord[]
  get(id: number): UploadRecord | null
  /**
   * At start-up: every status moves by the event `recover` (what ran is queued, what was paused stays paused). Where very
   * many wait, those are a long command.
   */
  recoverAll(): number
  /**
   * Moves one upload by an event; answers the new status, or null when the table refuses.
   * The row's `since` moves only when its status does.
   */
  apply(id: number, event: UploadEvent, change?: StatusChange): UploadStatus | null
  /**
   * Moves a queued upload without a checkpoint to `uploading` as `apply` does, but writes it only when somebody looks or
   * anything else changes; where `finish` comes first, both are one write. A crash before that leaves it queued.
   */
  startLightly(id: number): UploadStatus | null
  /** Moves all rows in scope whose status allows it, except `excludeIds`; answers how many. */
  applyToScope(
    scope: QueueScope,
    event: UploadEvent,
    excludeIds: readonly number[],
  ): { changed: number; refused: number }
  /** Ids in scope among `ids`: which of the running uploads a command means. */
  idsInScope(scope: QueueScope, ids: readonly number[]): number[]
  /** Moves at most `limit` queued uploads, but none of these, to `waiting` for `schedule`; answers how many. */
  holdQueued(hold: Hold, exceptIds: readonly number[], limit: number): number
  /** At most `limit` waiting uploads of one cause go back to queued; answers how many. */
  unblock(cause: WaitingCause, limit: number): number
  saveCheckpoint(id: number, checkpoint: Checkpoint): void
  /** Parts with a right checksum, ascending, and how many had a wrong one (R5). */
  parts(id: number): { parts: PartRecord[]; damaged: number }
  /** Records confirmed parts and the upload's confirmed bytes in one transaction. */
  confirmParts(id: number, parts: readonly PartRecord[]): void
  /** Forgets some parts, e.g. those the server lacks. */
  forgetParts(id: number, partNumbers: readonly number[]): void
  /**
   * R13: when this upload has no checkpoint, it takes over checkpoint and parts of the newest upload that is
   * `cancelled-kept` or `failed`, of the same source path to the same endpoint, bucket and object key (the destination
   * may have another name by now). The other row stays, without a checkpoint. Answers the checkpoint taken over.
   */
  adoptKept(id: number): Checkpoint | null
  /** True when any row owns this multipart upload; what nobody owns may be adopted or aborted. */
  ownsMultipartUpload(multipartUploadId: string): boolean
  /** All parts of these uploads go again when they run next, whatever their checkpoint says; survives a restart. */
  markStartOver(ids: readonly number[]): void
  /**
   * The file of an upload has moved: its path, size and, with it, its checkpoint change together. False when another
   * upload of the batch has this path.
   */
  relocate(id: number, sourcePath: string, sizeBytes: number, checkpoint: Checkpoint | null): boolean
  /** Gives a new upload of a batch the checkpoint of an open multipart upload that nobody owned; answers its id. */
  adoptOpen(batchId: number, sourcePath: string, checkpoint: Checkpoint): number
  /** R3 and R6: plan, upload id and parts go; confirmed bytes return to 0. The row stays. */
  dropCheckpoint(id: number): void
  /** Status `done`, result kept, checkpoint gone (R3), one transaction. */
  finish(id: number, result: UploadResult): void
  /** Appends to the upload's history. */
  note(id: number, entry: UploadHistoryEntry): void
  /** Makes one transaction of everything `body` writes: all of it is recorded, or none when anything throws. */
  together<T>(body: () => T): T
}
