import type { EngineSettings } from '../../electron/engine/ports/engine.ts'

/** What the uploader process is told: everything it needs for one start of the program. */
export interface UploaderJob {
  checkpointFolder: string
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  accessKeySecret: string
  settings: EngineSettings
  /** Queued at the first start; a later start finds them in the database. */
  paths: string[]
  /** So many times faster than real time the engine's waits pass. */
  clockSpeed: number
}

export interface BucketJob {
  folder: string
  port: number
  bucket: string
  region: string
  accessKeyId: string
  accessKeySecret: string
}
