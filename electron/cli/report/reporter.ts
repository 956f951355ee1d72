import type { UploadErrorData } from '../../../shared/upload-error.ts'
import type { UploadStatus, WaitingCause } from '../../../shared/upload-state.ts'
import type { ExitCode } from '../exit-code.ts'
import type { RunReceipt } from '../run-receipt.ts'
import type { CliKey } from '../words.ts'

/** One upload that is running now. */
export interface RunningRow {
  id: number
  name: string
  sizeBytes: number
  /** Confirmed by OSS plus handed to the socket. */
  sentBytes: number
}

/** Where the whole command stands; bytes are those of all its files. */
export interface Progress {
  isCounting: boolean
  files: number
  endedFiles: number
  totalBytes: number
  confirmedBytes: number
  /** Handed to the socket, not yet confirmed. */
  inFlightBytes: number
  bytesPerSecond: number
  /** Null while unknown. */
  secondsLeft: number | null
  running: RunningRow[]
}

/** One file that will not change any more in this run. */
export interface EndedUpload {
  id: number
  path: string
  name: string
  objectKey: string
  sizeBytes: number
  status: UploadStatus
  /** Only while `waiting`, e.g. for a locked file, when the command ends all the same. */
  waitingFor: WaitingCause | null
  error: UploadErrorData | null
  etag: string | null
  crc64: string | null
  requestId: string | null
  partCount: number | null
  /** Parts confirmed by an earlier run and not sent again. */
  keptParts: number
  resentBytes: number
}

/** Something the person should know that is not an end. */
export interface Notice {
  key: CliKey
  values: Record<string, string | number>
  /** Only shown with `--verbose`. */
  isDetail: boolean
}

/** A file or folder that could not even be taken in. */
export interface LeftOut {
  path: string
  error: UploadErrorData
}

/** What the command amounts to; `--json` prints exactly this. */
export interface Outcome {
  exitCode: ExitCode
  /** False with `--no-resume`: the next run starts from zero. */
  isRecorded: boolean
  /** Why it ended although files are left; null when it did not. */
  halt: { kind: 'credentials' | 'unreachable'; error: UploadErrorData } | null
  endpoint: string
  bucket: string
  prefix: string
  files: {
    total: number
    uploaded: number
    /** The conflict policy left the object as it was. */
    skipped: number
    failed: number
    /** Neither uploaded nor failed when the run ended. */
    unfinished: number
    /** Files and folders that could not even be taken in. */
    leftOut: number
    /** Symbolic links, which are not followed unless asked. */
    skippedLinks: number
  }
  /** Of all files, uploaded or not. */
  totalBytes: number
  /** Of them, what OSS has confirmed by now, this run and earlier ones. */
  confirmedBytes: number
  /** Sizes of the files this run uploaded, added up. */
  uploadedBytes: number
  /** Confirmed by this run; less than `uploadedBytes` when parts were kept. */
  sentBytes: number
  resentBytes: number
  keptParts: number
  /** Files that an interrupted run of this command had already uploaded; they were not sent again. */
  alreadyUploaded: number
  seconds: number
  /** Files of the practice bucket lie here; null for OSS. */
  practiceFolder: string | null
  /** Null when none was asked for. */
  receipt: RunReceipt | null
  /** At most 1,000; problems first. */
  uploads: EndedUpload[]
  leftOut: LeftOut[]
}

/** Prints what happens; one per way of output. */
export interface Reporter {
  progress(progress: Progress): void
  ended(upload: EndedUpload): void
  leftOut(entry: LeftOut): void
  notice(notice: Notice): void
  finish(outcome: Outcome): void
}
