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
