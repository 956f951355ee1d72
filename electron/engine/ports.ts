import type { ConflictPolicy, ObjectMetadata } from '../../shared/object-metadata.ts'
import type { PartPlan } from '../../shared/part-plan.ts'
import type { CancelMode, QueueScope, UploadHistoryEntry } from '../../shared/queue.ts'
import type { Verification } from '../../shared/recovery.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { UploadEvent, UploadStatus, WaitingCause } from '../../shared/upload-state.ts'

/**
 * What the engine needs from the world. `oss` implements `ObjectStore`, `checkpoint` implements `UploadStore`,
 * `files` implements `LocalFiles`; tests hand in a clock and a random source they drive themselves.
 * Every promise that takes a signal rejects as soon as it aborts, and everything that fails throws `UploadError`.
 */

// ── the store of objects ────────────────────────────────────────────────────

/**
 * A body of known length. `chunks()` may be called once; bytes count as sent when they are pulled.
 * Chunks live in memory that is used again: one is safe until 256 KiB more have been pulled after it. So write each
 * to the socket before asking for the next and wait for `drain` when the socket says so; never collect chunks.
 * What `chunks()` throws (the file changed, the run was cut) must come out of the request as it is or as `cause`.
 */
export interface RequestBody {
  lengthBytes: number
  chunks(): AsyncIterable<Uint8Array>
  /** All of it at once, where it is small and in memory for good; may be called instead of `chunks()`. */
  whole?(): Promise<Uint8Array>
}

/** `crc64` is unsigned decimal text as OSS writes it; null when the answer has none. `etag` is without quotes. */
export interface StoredPart {
  etag: string
  crc64: string | null
  requestId: string
}

export interface StoredObject extends StoredPart {
  /** The object is stored but OSS could not call the callback (203 `CallbackFailed`, R19). */
  callbackError: UploadErrorData | null
}

/** One part as ListParts tells it. */
export interface RemotePart {
  partNumber: number
  sizeBytes: number
  etag: string
  crc64: string | null
}

export interface ObjectHead {
  sizeBytes: number
  etag: string
  crc64: string | null
  lastModified: number
}

export interface OpenMultipartUpload {
  key: string
  uploadId: string
  initiatedAt: number
}

/** One bucket, reached with one set of credentials. Does not retry: it classifies what went wrong and throws. */
export interface ObjectStore {
  /** With `contentMd5` (base64) OSS refuses a body that was damaged on its way, instead of storing it as it came. */
  putObject(input: {
    key: string
    body: RequestBody
    metadata: ObjectMetadata
    contentMd5?: string
    signal: AbortSignal
  }): Promise<StoredObject>
  initiateMultipartUpload(input: {
    key: string
    metadata: ObjectMetadata
    signal: AbortSignal
  }): Promise<string>
  uploadPart(input: {
    key: string
    uploadId: string
    partNumber: number
    body: RequestBody
    metadata: ObjectMetadata
    signal: AbortSignal
  }): Promise<StoredPart>
  /** All parts, to the last page, ascending. Throws `NoSuchUpload` (class `restart`). */
  listParts(input: { key: string; uploadId: string; signal: AbortSignal }): Promise<RemotePart[]>
  completeMultipartUpload(input: {
    key: string
    uploadId: string
    parts: readonly { partNumber: number; etag: string }[]
    metadata: ObjectMetadata
    signal: AbortSignal
  }): Promise<StoredObject>
  /** An upload id the server does not know counts as aborted. */
  abortMultipartUpload(input: { key: string; uploadId: string; signal: AbortSignal }): Promise<void>
  /** Null when there is no such object. */
  headObject(input: { key: string; signal: AbortSignal }): Promise<ObjectHead | null>
  /** All open multipart uploads whose key begins with `prefix`, to the last page. */
  listMultipartUploads(input: { prefix: string; signal: AbortSignal }): Promise<OpenMultipartUpload[]>
  /** Cheap request that tells whether anything answers at all; throws what a real request would. */
  probe(signal: AbortSignal): Promise<void>
}

/** Opens the store behind a destination; throws `UploadError` (class `auth`) while its secret is missing. */
export interface ObjectStores {
  open(destinationId: string): Promise<ObjectStore>
}

// ── checksums ───────────────────────────────────────────────────────────────

/** CRC-64/XZ as OSS uses it (ECMA-182 polynomial, reflected); values are unsigned decimal text. */
export interface Crc64 {
  create(): { update(chunk: Uint8Array): void; digest(): string }
  /** CRC of A followed by B, from the CRC of each and the length of B in bytes. */
  combine(crcA: string, crcB: string, lengthBytesB: number): string
}

// ── the local file ──────────────────────────────────────────────────────────

/** R6: what must stay the same for recorded parts to be worth anything. */
export interface FileIdentity {
  sizeBytes: number
  /** Nanoseconds since 1970 as decimal text (a JavaScript number cannot hold them). */
  mtimeNs: string
  /** Device and inode, or the file id on Windows, as text. */
  fileId: string
}

/** Chunks of a file as they are read. */
export interface FileReading extends AsyncIterable<Uint8Array> {
  /**
   * CRC-64 of all chunks that were given, unsigned decimal text; right once the last one was. Absent where whoever reads
   * has to compute it.
   */
  crc64?(): string
  /** All of it, where it is in memory already and stays as it is. */
  whole?: Uint8Array
}

export interface OpenFile {
  identity(): Promise<FileIdentity>
  /**
   * Bytes from `startOffset` up to, without, `endOffset`. A file that ends early throws `FileChanged` (class `source`).
   * A chunk is only valid until the next one is asked for.
   */
  read(range: { startOffset: number; endOffset: number; signal: AbortSignal }): FileReading
  close(): Promise<void>
}

/** One thing a walk came across. Nothing is passed over in silence. */
export type WalkedEntry =
  /** `name` is the path below what was dropped, with `/`, beginning with the dropped folder's own name. */
  | { kind: 'file'; path: string; name: string; sizeBytes: number }
  /** Unreadable, a dangling or skipped link, a loop, a device: not uploaded, with the reason. */
  | { kind: 'left-out'; path: string; error: UploadErrorData }

export interface LocalFiles {
  identify(path: string): Promise<FileIdentity>
  open(path: string): Promise<OpenFile>
  /** Files below `roots` (files or folders) as a stream; a folder that cannot be read does not end the walk. */
  walk(
    roots: readonly string[],
    options: { followLinks: boolean; signal: AbortSignal },
  ): AsyncIterable<WalkedEntry>
}

// ── the checkpoint ──────────────────────────────────────────────────────────

/** One row of `uploads` as the engine works with it. */
export interface UploadRecord {
  id: number
  batchId: number
  destinationId: string
  sourcePath: string
  bucket: string
  objectKey: string
  status: UploadStatus
  /** Size at enqueue time; the plan's size is what counts once there is a plan. */
  sizeBytes: number
  conflictPolicy: ConflictPolicy
  metadata: ObjectMetadata
  /** R11: false records no parts. */
  resume: boolean
  /** Null until planned. */
  checkpoint: Checkpoint | null
  /** True when the row's checksum is wrong (R5): the checkpoint must not be used, only its upload id aborted. */
  isDamaged: boolean
  /** A person wants all parts sent again: the checkpoint is only good for aborting its upload id. */
  mustStartOver: boolean
  attempt: number
  resentBytes: number
}

/** Everything a resume obeys (R5, R6). Saved in one piece, under one checksum. */
export interface Checkpoint {
  plan: PartPlan
  file: FileIdentity
  /** OSS's upload id; null for a single request, and between planning and the answer to Initiate. */
  multipartUploadId: string | null
  /**
   * When Initiate was first sent (Unix milliseconds); null before. With it a multipart upload whose id never
   * reached us (lost answer, crash) is found again on the server instead of being left behind.
   */
  initiatingSince: number | null
  /** All parts are confirmed and Complete has been or is about to be sent. */
  allPartsConfirmed: boolean
}

/** One confirmed part. */
export interface PartRecord {
  partNumber: number
  sizeBytes: number
  etag: string
  /** Of our own bytes, unsigned decimal text. */
  crc64: string
}

/** What changes together with a status. Absent fields stay as they are. */
export interface StatusChange {
  waitingFor?: WaitingCause | null
  reason?: UploadErrorData | null
  attempt?: number
  nextTryAt?: number | null
  resentBytes?: number
  objectKey?: string
}

/** What is known once an object is whole. */
export interface UploadResult {
  etag: string
  crc64Local: string
  crc64Remote: string | null
  requestId: string | null
  /** The object is stored, but a person should know this: the callback failed (R19). Stays the row's reason. */
  warning?: UploadErrorData
}

/** The checkpoint database as the engine sees it. Synchronous, as better-sqlite3 is; each call is one transaction. */
export interface UploadStore {
  /** The next queued uploads in queue order, without these ids and without the destinations that cannot be reached now. */
  nextQueued(
    limit: number,
    excludeIds: readonly number[],
    excludeDestinationIds: readonly string[],
  ): UploadRecord[]
  /** Uploads in `cleaning`: cancelled, but the server has not confirmed the abort yet. */
  cleaning(limit: number): UploadRecord[]
  get(id: number): UploadRecord | null
  /** At start-up: every status moves by the event `recover` (what ran is queued, what was paused stays paused). */
  recoverAll(): number
  /**
   * Moves one upload by an event; answers the new status, or null when the table refuses.
   * The row's `since` moves only when its status does.
   */
  apply(id: number, event: UploadEvent, change?: StatusChange): UploadStatus | null
  /** Moves all rows in scope whose status allows it, except `excludeIds`; answers how many. */
  applyToScope(
    scope: QueueScope,
    event: UploadEvent,
    excludeIds: readonly number[],
  ): { changed: number; refused: number }
  /** Ids in scope among `ids`: which of the running uploads a command means. */
  idsInScope(scope: QueueScope, ids: readonly number[]): number[]
  /** Moves every queued upload but these to `waiting` for `schedule`; answers how many. */
  holdQueued(hold: Hold, exceptIds: readonly number[]): number
  /** Waiting uploads of one cause (of one destination, where given) go back to queued. */
  unblock(cause: WaitingCause, destinationId?: string): number
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

/** A batch as it is created: what was dropped, where it goes, and the choices that hold for all its uploads. */
export interface NewBatch {
  destinationId: string
  bucket: string
  /** Shown as the batch's heading. */
  name: string
  /** Walked again when the program died while counting. */
  roots: readonly string[]
  prefix: string
  conflictPolicy: ConflictPolicy
  /** Another policy for single files, by object key. */
  exceptions?: Readonly<Record<string, ConflictPolicy>>
  metadata: ObjectMetadata
  followLinks: boolean
  resume: boolean
}

export interface NewUpload {
  sourcePath: string
  name: string
  objectKey: string
  sizeBytes: number
  /** The key it would have had, if another file of the drop did not have it: its history says so. */
  renamedFrom?: string
}

/** Where `enqueue` writes what it finds. */
export interface IntakeStore {
  createBatch(batch: NewBatch): number
  /** Adds queued uploads in one transaction. A source path that the batch already has is ignored, so a walk can be repeated. */
  addUploads(batchId: number, uploads: readonly NewUpload[]): number
  leaveOut(batchId: number, entries: readonly { path: string; error: UploadErrorData }[]): void
  finishCounting(batchId: number): void
  /** Batches whose walk was cut short by a crash or a quit. */
  unfinishedBatches(): (NewBatch & { id: number })[]
}

// ── time, chance, words ─────────────────────────────────────────────────────

export interface Clock {
  /** Unix milliseconds. */
  now(): number
  /** Resolves after `ms`; rejects at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Uniform in [0, 1). */
export type Random = () => number

export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}

// ── what the engine tells ───────────────────────────────────────────────────

/** Live numbers of one running upload, read by whoever shows them; nothing is pushed per chunk. */
export interface RunningUpload {
  id: number
  batchId: number
  sizeBytes: number
  confirmedBytes: number
  /** Handed to the socket for parts that are not confirmed yet. */
  inFlightBytes: number
  /** Handed to the socket by this run, bytes sent again included; only ever grows, so its rate is the speed. */
  sentBytes: number
  /** Parts being sent or waiting for another try. */
  parts: readonly {
    partNumber: number
    sizeBytes: number
    sentBytes: number
    tries: number
    isRetrying: boolean
    /** When the present try began, Unix milliseconds; null while it waits for another one. */
    startedAt: number | null
  }[]
}

/** One try of one part that has ended. */
export interface PartTry {
  partNumber: number
  sizeBytes: number
  /** Counts from 1. */
  tries: number
  /** Of this try. */
  durationMs: number
  /** Null when the part was confirmed. */
  code: string | null
  requestId: string | null
}

export interface EngineEvents {
  /** Status, reason or place of these uploads changed; they are in the store already. Empty: many, read the page again. */
  onUploadsChanged(ids: readonly number[]): void
  /** A part was confirmed. */
  onPartConfirmed(id: number, partNumber: number): void
  /** A try of a part ended, well or not; a confirmed one is told by `onPartConfirmed` as well. */
  onPartTried?(id: number, tried: PartTry): void
  /**
   * The checkpoint cannot be written (full disk, read-only folder), so no row can say it: nothing new begins until `null`
   * tells that it can be written again.
   */
  onCheckpointBlocked?(error: UploadErrorData | null): void
  /** The user resumed everything while it was held. */
  onHoldEnded?(): void
  /** The object is stored, but OSS could not call the callback (R19). */
  onCallbackFailed?(objectKey: string, error: UploadErrorData): void
  /** Uploads to this destination wait for credentials; `null` when they have another chance. */
  onCredentialsNeeded?(destinationId: string, error: UploadErrorData | null): void
}

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

/** Why everything stands still for a while; shown on every row it keeps from moving. */
export interface Hold {
  reason: UploadErrorData
  /** Unix milliseconds; null while unknown. */
  nextTryAt: number | null
}

/** What the rest of the program may ask of the engine; implemented by `UploadEngine` in `upload-engine.ts`. */
export interface Engine {
  /** Recovers what a crash left, then schedules until `stop`. */
  start(): void
  /** Cuts every request, keeps every checkpoint; resolves when nothing runs any more. */
  stop(): Promise<void>
  /** Rows were added or a setting changed: look at the queue again. */
  wake(): void
  /** `now` cuts the requests; `after-parts` lets the parts on their way arrive and begins no other. */
  pause(scope: QueueScope, when?: 'now' | 'after-parts'): { changed: number; refused: number }
  /** Also retries failed rows and continues kept ones. */
  resume(scope: QueueScope): { changed: number; refused: number }
  cancel(scope: QueueScope, mode: CancelMode): { changed: number; refused: number }
  /** Sends all parts again: what runs is cut, what has failed, waits or was cancelled goes on. */
  startOver(ids: readonly number[]): { changed: number; refused: number }
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
