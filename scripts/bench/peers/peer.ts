/** Where a peer uploads to. */
export interface Sink {
  name: string
  /** `http://127.0.0.1:PORT` */
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  accessKeySecret: string
  close(): Promise<void>
}

/** One upload as every peer is asked to do it. */
export interface PeerJob {
  sink: Omit<Sink, 'close' | 'name'>
  /** One large file goes up in parts; of several, each goes in one request. */
  files: readonly string[]
  partSizeBytes: number
  partsAtOnce: number
  filesAtOnce: number
  /** Ours alone: finds the number of requests by itself. */
  autoConcurrency?: boolean
  /** Keeps what it needs to go on after a kill, in `folder`; ours always does. */
  keepsCheckpoint?: boolean
  /** Goes on with what a killed process left in `folder`. */
  continues?: boolean
  /** Folder for whatever the peer keeps; empty but for that. */
  folder: string
}

/** What one run of a peer cost. */
export interface Measurement {
  /** From the call that begins the upload to the moment everything is confirmed; start-up of the process not counted. */
  seconds: number
  /** User and system time of the process over the same stretch. */
  cpuSeconds: number
  /** Largest resident memory of the process, in bytes; null where it is not measured. */
  peakMemoryBytes: number | null
  /** Numbers of its own, e.g. where memory stood half-way. */
  details?: Record<string, number>
}

/** A program that uploads, ours or another. */
export interface Peer {
  name: string
  /** Rejects with what the program printed when it fails. */
  upload(job: PeerJob): Promise<Measurement>
}

/** A peer, or the reason why there is none on this machine. */
export type MaybePeer = Peer | { name: string; absent: string }

export function isPresent(peer: MaybePeer): peer is Peer {
  return 'upload' in peer
}
