/**
 * One error family for the whole program. Classified at the edge that saw it
 * (HTTP adapter, file source, database); everyone else reads `retry`.
 */

export const retryClasses = [
  /** A hiccup: the same request may well work in a moment. */
  'transient',
  /** The server asked for less: wait longer and lower parallelism. */
  'throttled',
  /** Nothing answers: a state, not a failure; probe until it does. */
  'offline',
  /** Credentials are missing, expired or refused: new ones are needed. */
  'auth',
  /** The local file: gone, locked, changed, being written. */
  'source',
  /** The disk that holds the checkpoint is full or read-only. */
  'disk',
  /** This upload id cannot be used any more: a new one is needed (R14). */
  'restart',
  /** Trying again cannot help: a setting, a permission or a name must change. */
  'fatal',
] as const
export type RetryClass = (typeof retryClasses)[number]

/** What is known about a failure, as plain data: crosses IPC, goes into the database and the log. */
export interface UploadErrorData {
  /**
   * Stable machine code: OSS's own code where OSS answered (`NoSuchUpload`), ours otherwise
   * (`ConnectionReset`, `FileNotFound`, `PartSizeOutOfRange`). Key of the sentence shown to people: `errors.<code>`.
   */
  code: string
  retry: RetryClass
  /** English sentence, short, safe to show: no bodies, no signed URLs, no secrets. */
  message: string
  /** True when OSS itself answered (R17). */
  fromServer: boolean
  /** Values for the sentence: names, limits, the input that was refused. */
  params?: Record<string, string | number>
  status?: number
  requestId?: string
  hostId?: string
  /** OSS's extended error code, e.g. `0017-00000244`. */
  ec?: string
  /** OSS's `RecommendDoc`. */
  recommendDoc?: string
  partNumber?: number
  /** Milliseconds the server asked us to wait. */
  retryAfterMs?: number
  /** OSS refused credentials in place of which others can be had: the same request again at once is no further attempt. */
  canRenew?: boolean
}

/** The one error of this program. Everything about it is in `data`, which crosses from process to process as it is. */
export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly data: Readonly<UploadErrorData>

  constructor(data: UploadErrorData, options?: ErrorOptions) {
    super(data.message, options)
    this.data = data
  }

  get code(): string {
    return this.data.code
  }

  get retry(): RetryClass {
    return this.data.retry
  }

  /** The same failure with the part it happened to. */
  atPart(partNumber: number): UploadError {
    return new UploadError({ ...this.data, partNumber }, { cause: this.cause })
  }
}

/** Anything thrown, as data. Unknown things are `fatal` and keep their message: a bug must be visible. */
export function toErrorData(thrown: unknown): UploadErrorData {
  if (thrown instanceof UploadError) return thrown.data
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'Unexpected', retry: 'fatal', message, fromServer: false }
}
