import type { CancelMode, QueuePlace, QueueScope } from '../../../shared/queue.ts'
import type { Verification } from '../../../shared/recovery.ts'
import type { Clock, Random } from './clock.ts'
import type { Crc64 } from './crc64.ts'
import type { EngineEvents } from './engine-events.ts'
import type { LocalFiles } from './local-files.ts'
import type { Log } from './log.ts'
import type { ObjectStores } from './object-store.ts'
import type { RunningUpload } from './running-upload.ts'
import type { Hold } from './upload-record.ts'
import type { UploadStore } from './upload-store.ts'

export interface EngineSettings {
  filesAtOnce: number
  partsAtOnce: number
  /** `auto`: as many requests at once as the line bears best, beginning with `partsAtOnce`. Absent: `fixed`. */
  concurrency?: 'auto' | 'fixed'
  partSizeBytes: number
  multipartThresholdBytes: number
  /** Bytes per second over everything; null means no limit. */
  bandwidthLimit: number | null
}

/**
 * What the engine needs from the world. `oss` implements `ObjectStore`, `checkpoint` implements `UploadStore`,
 * `files` implements `LocalFiles`; tests hand in a clock and a random source they drive themselves.
 * Every promise that takes a signal rejects as soon as it aborts, and everything that fails throws `UploadError`.
 */
export interface EnginePorts {
  stores: ObjectStores
  uploads: UploadStore
  files: LocalFiles
  crc64: Crc64
  clock: Clock
  random: Random
  log: Log
  events: EngineEvents
}

/** How many rows a command changed; `refused` were in a status that does not allow it. */
export interface Reach {
  changed: number
  refused: number
}

/**
 * What the rest of the program may ask of the engine; implemented by `UploadEngine` in `upload-engine.ts`.
 *
 * A command over up to some thousand rows is done, and answered, at once. Over more it is recorded at once: nothing that it
 * stops begins any more, and it survives a crash. Then it is worked off step by step, and its answer is a promise.
 */
export interface Engine {
  /** Recovers what a crash left, then schedules until `stop`. */
  start(): void
  /** Cuts every request, keeps every checkpoint; resolves when nothing runs any more. */
  stop(): Promise<void>
  /** Rows were added or a setting changed: look at the queue again. */
  wake(): void
  /** `now` cuts the requests; `after-parts` lets the parts on their way arrive and begins no other. */
  pause(scope: QueueScope, when?: 'now' | 'after-parts'): Reach | Promise<Reach>
  /** Also retries failed rows and continues kept ones. */
  resume(scope: QueueScope): Reach | Promise<Reach>
  cancel(scope: QueueScope, mode: CancelMode): Reach | Promise<Reach>
  /** Sends all parts again: what runs is cut, what has failed, waits or was cancelled goes on. */
  startOver(ids: readonly number[]): Reach | Promise<Reach>
  /** Takes what has ended in a scope of many rows out of the list, after the commands that were given before. */
  removeMany(scope: QueueScope, leaveParts: boolean): Promise<Reach>
  /** Moves the uploads of a scope of many rows within the queue, keeping their order among each other. */
  moveMany(scope: QueueScope, to: QueuePlace): Promise<Reach>
  /** Looks whether the object of a failed upload is the file after all; ends the upload when it is. */
  verify(id: number): Promise<Verification>
  /**
   * Holds everything that is queued or running, and what is added meanwhile, without touching what the user paused: rows
   * wait for `schedule` with this reason, until `nextTryAt` where that is known. `null` lets all of it go on. Rows that are
   * resumed by name run all the same; "resume all" ends the hold and tells `onHoldEnded`.
   */
  hold(reason: Hold | null, when?: 'now' | 'after-parts'): void
  configure(settings: EngineSettings): void
  /** New credentials or another endpoint: what waited for this destination goes on. */
  destinationChanged(destinationId: string): void
  /** The network or the machine is back: end every wait between tries and probe at once. */
  retryNow(): void
  running(): RunningUpload[]
  /** Resolves when nothing is queued, running or being cleaned. Paused, waiting and ended rows do not count. */
  idle(): Promise<void>
}
