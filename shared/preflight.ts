import type { ConflictPolicy, ObjectMetadata } from './object-metadata.ts'
import type { UploadErrorData } from './upload-error.ts'

/** When the sheet before an upload is shown. */
export const askPolicies = ['when-needed', 'always', 'never'] as const

/** How many entries of each list cross to the window; the totals are exact. */
export const preflightListLimit = 100

export interface PreflightKey {
  /** Path relative to what was dropped. */
  name: string
  objectKey: string
}

/** An object that is in the way of a file. */
export interface PreflightConflict extends PreflightKey {
  /** Of the file. */
  sizeBytes: number
  /** Of the object in the bucket; `lastModified` in Unix milliseconds, 0 where not known. */
  objectSizeBytes: number
  lastModified: number
}

/** Why the bucket was not asked about every key. */
export type UncheckedReason = 'too-many' | 'slow' | 'refused'

/** What has been found out about a drop before anything of it is sent. */
export interface PreflightView {
  id: number
  /** Null while there is no destination yet. */
  destinationId: string | null
  /** `Shoot day 3`, or `a.mov +2` for several. */
  title: string
  /** How many files and folders were dropped. */
  items: number
  /**
   * `kept`: nobody looks at it yet. It waits for a destination, or for the person to say whether they still want it after
   * the program ended. `sent` and `cancelled` are told once; after that there is nothing any more.
   */
  state: 'kept' | 'counting' | 'checking' | 'ready' | 'sent' | 'cancelled'
  /** There is something to decide, to read or to wait for. */
  isShown: boolean
  /** It came from outside the window: as arguments, from the Dock, from a file manager. */
  isFromOutside: boolean
  prefix: string
  followLinks: boolean
  conflictPolicy: ConflictPolicy
  /** Another policy for single files, by object key. */
  exceptions: Record<string, ConflictPolicy>
  /** Instead of the destination's; null while nobody has chosen any. */
  metadata: ObjectMetadata | null
  files: number
  folders: number
  bytes: number
  keys: PreflightKey[]
  /** What cannot be sent, with the reasons; `links` of them are links that were not followed. */
  leftOut: { total: number; links: number; entries: { path: string; error: UploadErrorData }[] }
  /** Names that are not the same in the bucket. */
  renamed: { total: number; entries: PreflightKey[] }
  conflicts: {
    total: number
    entries: PreflightConflict[]
    unchecked: { reason: UncheckedReason; error: UploadErrorData | null } | null
  }
  plan: PreflightPlan
  /** The folder could not be read to its end. */
  error: UploadErrorData | null
}

/** How the files will be cut, by today's settings. */
export interface PreflightPlan {
  /** Files in one request each. */
  single: number
  /** Files in parts, and how many parts they have together. */
  multipart: number
  parts: number
  /** The file with the most parts; `isRaised`: the setting would need more than 10,000. */
  largest: {
    name: string
    sizeBytes: number
    partSizeBytes: number
    partCount: number
    isRaised: boolean
  } | null
}

/** What the sheet sends when the person has decided. */
export interface PreflightDecision {
  id: number
  prefix: string
  followLinks: boolean
  conflictPolicy: ConflictPolicy
  /** Another policy for single files, by object key. */
  exceptions: Record<string, ConflictPolicy>
  /** Instead of the destination's. */
  metadata: ObjectMetadata
}

/** What a person changes in the sheet: another place or links followed look again, the rest is only kept. */
export type PreflightChange = { id: number } & Partial<Omit<PreflightDecision, 'id'>>
