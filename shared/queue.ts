import type { ConflictPolicy, ObjectMetadata } from './object-metadata.ts'
import type { UploadErrorData } from './upload-error.ts'
import type { BatchStatus, UploadStatus, WaitingCause } from './upload-state.ts'

/** One row of the queue as the window sees it. Times are Unix milliseconds, sizes bytes. */
export interface UploadRow {
  id: number
  batchId: number
  destinationId: string
  destinationName: string
  /** Path relative to what was dropped: `clips/a.mov`, or just the file name. */
  name: string
  sourcePath: string
  bucket: string
  objectKey: string
  status: UploadStatus
  /** Only while `waiting`. */
  waitingFor: WaitingCause | null
  /** Why it is not moving, or why it ended; null while all is well. */
  reason: UploadErrorData | null
  /** When the present status began. */
  since: number
  /** While `retrying` or `waiting`: number of the next attempt, and when it is due. */
  attempt: number
  nextTryAt: number | null
  sizeBytes: number
  /** Bytes OSS has confirmed; never falls unless the upload starts over. */
  confirmedBytes: number
  /** Bytes sent more than once. */
  resentBytes: number
  partSizeBytes: number | null
  partCount: number | null
  addedAt: number
  startedAt: number | null
  finishedAt: number | null
}

/** Groups of statuses as the sidebar offers them. */
export const queueFilters = ['all', 'active', 'waiting', 'problems', 'done', 'kept'] as const
export type QueueFilter = (typeof queueFilters)[number]

export const filterStatuses: Record<QueueFilter, readonly UploadStatus[] | null> = {
  all: null,
  active: ['uploading', 'pausing', 'retrying', 'completing', 'verifying', 'cleaning'],
  waiting: ['queued', 'paused', 'waiting'],
  problems: ['failed'],
  done: ['done', 'skipped', 'cancelled-clean'],
  kept: ['cancelled-kept'],
}

/** `queue` is the order in which uploads are sent; moving a row changes it. `target` is by the name of the destination. */
export const queueSorts = ['queue', 'added', 'name', 'size', 'status', 'progress', 'target'] as const
export type QueueSort = (typeof queueSorts)[number]

export interface QueueQuery {
  filter: QueueFilter
  destinationId?: string
  batchId?: number
  /** Matches name and object key, case-insensitive. Empty means everything. */
  search: string
  sort: QueueSort
  descending: boolean
  offset: number
  /** At most 500. */
  limit: number
  /**
   * Puts the uploads of each batch under a heading. Taken only with filter `all`, no search and upward queue order: `offset`
   * and `limit` then count lines, headings among them.
   */
  grouped?: BatchFolding
}

/** Batches that were folded or unfolded by hand, against `isFoldedAtFirst`. */
export interface BatchFolding {
  toggled: number[]
  /** Also tells where this batch begins. */
  locate?: number
}

export interface QueuePage {
  rows: UploadRow[]
  /** Rows that match, on all pages. */
  total: number
  /** A search finds at least `total` rows; how many there are is not counted, or not yet: then the list is told to be read again. */
  isMore?: boolean
  /** Present where the query was `grouped`. */
  groups?: QueueGroups
}

export interface QueueGroups {
  /** The lines of this page: id of an upload, or the negative id of a batch for its heading. */
  lines: number[]
  /** Lines on all pages. */
  lineCount: number
  /** The batches of this page's lines. */
  batches: BatchView[]
  /** First line of the batch that was to be located; null where it has none. */
  located: number | null
}

/** A batch gets a heading when there is more than one thing to say about it at once. */
export function hasHeading(batch: Pick<BatchView, 'files' | 'status'>): boolean {
  return batch.files > 1 || batch.status === 'counting'
}

/** A long batch that ended well is one line until somebody wants to see more. */
export function isFoldedAtFirst(batch: Pick<BatchView, 'files' | 'status' | 'problems'>): boolean {
  return batch.status === 'finished' && batch.problems === 0 && batch.files > 300
}

export interface QueueCounts {
  byFilter: Record<QueueFilter, number>
  byDestination: Record<string, number>
  /** Bytes still due over everything that is not ended. */
  bytesLeft: number
}

export interface BatchView {
  id: number
  destinationId: string
  name: string
  status: BatchStatus
  createdAt: number
  files: number
  bytes: number
  confirmedBytes: number
  done: number
  problems: number
  /** Bytes that lie in the bucket as parts of objects that are not whole. */
  partBytes: number
  byStatus: Partial<Record<UploadStatus, number>>
  /** Entries the walk could not take, with the reason: unreadable, dangling link, skipped link. */
  skippedEntries: number
}

/** What one part is doing, as one character of a part map. */
export const partStateCodes = {
  waiting: '.',
  sending: 's',
  retry: 'r',
  /** Confirmed by this run. */
  done: 'd',
  /** Confirmed before this run and kept. */
  kept: 'k',
} as const
export type PartState = keyof typeof partStateCodes

/** All parts of one upload: character `i` of `states` is part `i + 1`. */
export interface PartMap {
  uploadId: number
  sizeBytes: number
  partSizeBytes: number
  partCount: number
  states: string
  /** Parts of which more is known than their state: those sent by this run of the program, and those that failed. */
  facts: PartFact[]
}

/** What is known of one part beyond its state. */
export interface PartFact {
  partNumber: number
  /** 0 when only kept. */
  tries: number
  /** Of the last try that ended, or of the present one; null while unknown. */
  bytesPerSecond: number | null
  /** Of its last failure; null when none is known. */
  code: string | null
  /** Of its last request that OSS answered. */
  requestId: string | null
}

/** One part that has just changed or is being sent. */
export interface PartProgress extends PartFact {
  state: PartState
  /** Bytes handed to the socket in the present try. */
  sentBytes: number
}

/** One entry of an upload's history; `data` fills the sentence `events.<kind>`. */
export interface UploadHistoryEntry {
  at: number
  kind: string
  data: Record<string, string | number>
}

export interface UploadDetails {
  row: UploadRow
  metadata: ObjectMetadata
  conflictPolicy: ConflictPolicy
  /** OSS's id of the multipart upload; null before Initiate and for single requests. */
  multipartUploadId: string | null
  etag: string | null
  crc64Local: string | null
  crc64Remote: string | null
  requestId: string | null
  keptParts: number
  /** Newest first, at most 200. */
  history: UploadHistoryEntry[]
}

/** Live numbers of one running upload (R15). */
export interface UploadProgress {
  id: number
  batchId: number
  /** Bytes handed to the socket, for the parts not yet confirmed. */
  inFlightBytes: number
  confirmedBytes: number
  bytesPerSecond: number
  /** Null while unknown. */
  secondsLeft: number | null
}

/** Speeds of the last ten minutes, one per second, oldest first. */
export interface SpeedSamples {
  /** Where the last second ends, Unix milliseconds. */
  endAt: number
  bytesPerSecond: number[]
}

/** Sent about 5 to 10 times a second while anything runs; only what changed. */
export interface ProgressEvent {
  at: number
  bytesPerSecond: number
  secondsLeft: number | null
  running: number
  uploads: UploadProgress[]
  /** Parts of the watched upload that changed since the last event. */
  parts: { uploadId: number; changes: PartProgress[] } | null
}

/** Rows meant by a command: some, or all that a filter shows. */
export type QueueScope =
  | { kind: 'ids'; ids: number[] }
  | {
      kind: 'all'
      filter: QueueFilter
      destinationId?: string
      search?: string
      batchId?: number
      /** Only those that failed with this error code. */
      reasonCode?: string
    }

/** Where uploads are moved to in the queue. `up` and `down` change places with a neighbour of the same batch. */
export type QueuePlace = 'top' | 'up' | 'down' | 'bottom' | { before: number } | { after: number }

/** What a command over a scope would reach, in sums. */
export interface ScopeSums {
  uploads: number
  /** Those of them that a cancel would end. */
  cancellable: number
  /** Bytes that lie in the bucket as parts of objects that are not whole. */
  partBytes: number
}

/** Uploads that do not move for the same reason. */
export interface ProblemGroups {
  /** Failed, most frequent first. */
  failed: { code: string; count: number; example: UploadErrorData }[]
  waiting: { cause: WaitingCause; count: number; nextTryAt: number | null; example: UploadErrorData | null }[]
}

/** R13. */
export type CancelMode = 'keep' | 'clean'
