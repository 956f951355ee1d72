import type { UploadErrorData } from '../../../shared/upload-error.ts'

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
  /** These are about to be opened, in this order: small ones may be read already. Nothing is promised by either side. */
  expect?(files: readonly { path: string; sizeBytes: number }[]): void
  /**
   * Files below `roots` (files or folders) as a stream of portions, dozens each; a folder that cannot be read does not end
   * the walk.
   */
  walk(
    roots: readonly string[],
    options: { followLinks: boolean; signal: AbortSignal },
  ): AsyncIterable<readonly WalkedEntry[]>
}
