import type { QueuePlace, QueueScope } from '../../../shared/queue.ts'
import type { UploadEvent } from '../../../shared/upload-state.ts'

/**
 * An event for every row in scope, taking ended rows out of the list, giving up what has been sent of them (`sendAnew`), or moving them
 * within the queue.
 */
export type LongCommandKind = UploadEvent | 'remove' | 'removeWithParts' | 'sendAnew' | 'move'

/** A command over so many rows that it is worked off in steps; recorded, so that a crash does not cut it short. */
export interface LongCommand {
  id: number
  kind: LongCommandKind
  scope: QueueScope
  /** How much of it is done, 0 to 1. */
  share: number
}

/** What one step did, or all steps up to now: rows that changed, and rows in scope whose status refused. */
export interface CommandStep {
  isDone: boolean
  changed: number
  refused: number
}

/** Commands over many rows, in the order in which they were given. */
export interface CommandStore {
  /** True when the scope may have too many rows for one transaction, or must wait for a command that is being worked off. */
  mustWait(kind: LongCommandKind, scope: QueueScope): boolean
  /**
   * Records the command for all rows that are there now; answers its id. From here on `nextQueued` keeps back what it stops.
   * A pause that is not through is dropped when the new command decides about all of its rows.
   */
  record(kind: Exclude<LongCommandKind, 'move'>, scope: QueueScope): number
  /** As `record`, for uploads that are moved within the queue; null where there is no such place. */
  recordMove(scope: QueueScope, to: QueuePlace): number | null
  /** In the order in which they are worked off: moves come last, as it makes no difference to the others where a row stands. */
  pending(): LongCommand[]
  /** Moves the next rows but these, for some 20 ms, in one transaction; answers sums over all steps of the command. */
  step(id: number, excludeIds: readonly number[]): CommandStep
}
