/** What a person does about an upload that does not go on by itself, and about parts that nobody finished. */

/** How a file that a person pointed at differs from the one that was being sent. */
export type FileDifference =
  /** Bytes. */
  | { what: 'size'; before: number; now: number }
  /** The first confirmed part whose bytes are others; `endOffset` is exclusive. */
  | { what: 'content'; partNumber: number; startOffset: number; endOffset: number }

/** What became of "Locate…". */
export type Relocation = { kind: 'moved' } | { kind: 'differs'; differences: FileDifference[] }

/** What became of "Verify again": CRC-64 as unsigned decimal text; `remote` is null where OSS tells none. */
export type Verification =
  | { kind: 'equal'; local: string; remote: string | null }
  | { kind: 'different'; local: string; remote: string | null }
  | { kind: 'missing' }

/** An open multipart upload on the bucket that no row of ours owns. Others may be working on it. */
export interface Orphan {
  key: string
  uploadId: string
  /** Unix milliseconds. */
  initiatedAt: number
}

/** What lies under one upload id. */
export interface OrphanSize {
  parts: number
  sizeBytes: number
}

/** What became of adopting an orphan with a local file. */
export type Adoption =
  | { kind: 'adopted'; id: number }
  /** It holds no parts, so there is nothing to go on from. */
  | { kind: 'empty' }
  /** No way of cutting a file of this size gives these parts. */
  | { kind: 'does-not-fit'; sizeBytes: number }
  | { kind: 'other-content'; partNumber: number }

/** Uploads that were cancelled with their checkpoint kept. */
export interface KeptTotal {
  uploads: number
  /** Parts of theirs in the bucket. */
  bytes: number
  /** When the oldest was cancelled, Unix milliseconds; null when there is none. */
  oldestAt: number | null
}
