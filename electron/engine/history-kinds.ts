/**
 * Every entry the engine writes into an upload's history: the kind and the fields of its data.
 * The window says each as the sentence `events.<kind>`. Bytes are numbers, reasons are error codes.
 */
export interface HistoryKinds {
  /** A multipart upload begins from nothing. */
  started: { parts: number; partSizeBytes: number; sizeBytes: number }
  /** A run goes on from a checkpoint (R2). */
  resumed: { keptParts: number; keptBytes: number; partsToSend: number }
  /** The checkpoint of an earlier, cancelled or failed upload of the same file was taken over (R13). */
  'checkpoint-adopted': Record<never, never>
  /** Recorded parts that the server lacks or holds differently: they go up again. */
  'parts-forgotten': { parts: number; reason: string }
  /** Parts the server held without our record (an answer was lost), proved by their CRC-64 and kept. */
  'parts-proved': { parts: number; bytes: number }
  /** The key may not list parts: this computer's own record counts, and the CRC-64 of the whole object decides. */
  'parts-unverified': { parts: number; action: string }
  /** Of parts that could not be listed some were not what we sent: the object was wrong, and all parts go up again. */
  'unverified-wrong': { confirmedBytes: number }
  /** The key may not look at objects, so whether one exists is left to OSS to say when it is written. */
  'existence-unknown': { action: string }
  /** A row of the checkpoint failed its checksum (R5). */
  'checkpoint-damaged': { parts: number }
  /** The file is not the one the parts came from: all parts again (R6). */
  'file-changed': { confirmedBytes: number }
  /** The upload id is gone on the server: a new one, all parts again (R14). */
  'upload-id-gone': { multipartUploadId: string; confirmedBytes: number }
  /** The server holds parts under our upload id that are not of this plan. */
  'foreign-parts': { multipartUploadId: string }
  /** A person asked to send all parts again. */
  'start-over-asked': { confirmedBytes: number }
  /** An open multipart upload that nobody owned was taken over with this file. */
  'orphan-adopted': { multipartUploadId: string; parts: number; bytes: number }
  /** The object in the bucket was compared with the file once more, and is not it. CRC-64 as decimal text. */
  'object-differs': { local: string; remote: string }
  /** The plan starts from zero since resuming is switched off (R11). */
  'resume-off': Record<never, never>
  /** Our own multipart upload was found on the server after its answer had been lost. */
  'multipart-adopted': { multipartUploadId: string }
  /** A part failed and is tried again. */
  'part-retry': { partNumber: number; attempt: number; code: string; delayMs: number; requestId: string }
  /** A request other than a part failed and is tried again. */
  retry: { operation: string; attempt: number; code: string; delayMs: number; requestId: string }
  /** It waits for something outside. */
  waiting: { cause: string; code: string }
  paused: { confirmedBytes: number }
  /** The answer to Complete is missing: the server is asked what it has. */
  'completion-unclear': { code: string }
  /** The object turned out to be whole, without sending anything again. */
  'found-complete': Record<never, never>
  /** The conflict policy chose another name. */
  renamed: { from: string; to: string }
  /** Another file of the same drop has the key that this one would have had. */
  'renamed-in-drop': { from: string; to: string }
  skipped: { reason: 'exists' | 'same-content' }
  /** The object is stored, but OSS could not call the callback (R19). */
  'callback-failed': { code: string }
  done: { sizeBytes: number; resentBytes: number }
  failed: { code: string }
  cancelled: { mode: 'keep' | 'clean' }
  /** The server has confirmed that no parts are left. */
  cleaned: { multipartUploadId: string }
  /** Cancelled too late: the object was complete already and was left alone. */
  'cleaned-after-complete': { objectKey: string }
  /** Aborting is not permitted or cannot succeed: parts stay on the server. */
  'abort-failed': { multipartUploadId: string; code: string }
}

export type HistoryKind = keyof HistoryKinds
