import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Clock } from '../../../electron/engine/ports/clock.ts'
import type { EngineSettings } from '../../../electron/engine/ports/engine.ts'
import type { LocalFiles } from '../../../electron/engine/ports/local-files.ts'
import { localFiles } from '../../../electron/files/local-files.ts'
import type { Credentials } from '../../../electron/oss/credentials.ts'
import { createOssStore, type OssStore } from '../../../electron/oss/oss-store.ts'
import type { ConflictPolicy } from '../../../shared/object-metadata.ts'
import type { UploadHistoryEntry, UploadRow } from '../../../shared/queue.ts'
import type { UploadStatus } from '../../../shared/upload-state.ts'
import { BusyMeter } from '../busy-meter.ts'
import type { FaultProxy, FaultProxyOptions } from '../fault-proxy.ts'
import { writeSeeded } from '../file-faults.ts'
import { PatientClock } from '../patient-clock.ts'
import { accessKey, BucketSide, type BucketSideOptions, bucketName, region } from './bucket-side.ts'
import { destinationId, UploaderSide } from './uploader-side.ts'

export const partSizeBytes = 102_400

export interface UploadWorldOptions {
  settings?: Partial<EngineSettings>
  /** Real time instead of patient time; for tests that look at the wire second by second. */
  clock?: Clock
  /** Where the database goes; a folder of the world's own when absent. */
  checkpointFolder?: string
  tokens?: BucketSideOptions['tokens']
  /** Fills the world's folder before anything starts: `checkpoint` and `bucket` inside it are found as they are. */
  prepare?: (folder: string) => void
  /** Between the engine and the files of this computer. */
  files?: LocalFiles
  /** Asked for a fault when no rule has one. */
  decide?: FaultProxyOptions['decide']
}

/** A file that was queued, with what it held then. */
export interface QueuedFile {
  id: number
  path: string
  objectKey: string
  bytes: Buffer
}

const defaults: EngineSettings = {
  filesAtOnce: 2,
  partsAtOnce: 2,
  partSizeBytes,
  multipartThresholdBytes: partSizeBytes,
  bandwidthLimit: null,
}

/**
 * Everything an upload needs, and all of it real: files, database, client, sockets, bucket. Between client and bucket is
 * the fault proxy; time is patient unless a test brings its own.
 */
export class UploadWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'stevedore-faults-'))
  readonly clock: Clock
  readonly meter = new BusyMeter()
  readonly bucket: BucketSide
  readonly #options: UploadWorldOptions
  /** What the client signs with; `engine.destinationChanged` tells the engine of new ones. */
  credentials: Credentials = accessKey
  #uploader: UploaderSide | null = null
  #store: OssStore | null = null

  static async open(options: UploadWorldOptions = {}): Promise<UploadWorld> {
    const world = new UploadWorld(options)
    try {
      options.prepare?.(world.folder)
      await world.bucket.open()
      world.start()
      return world
    } catch (error) {
      await world.close()
      throw error
    }
  }

  private constructor(options: UploadWorldOptions) {
    this.#options = options
    this.clock = options.clock ?? new PatientClock(() => this.meter.isQuiet(this.bucket.proxy))
    this.bucket = new BucketSide({
      folder: join(this.folder, 'bucket'),
      now: () => this.clock.now(),
      sleep: (ms, signal) => this.clock.sleep(ms, signal),
      ...(options.tokens && { tokens: options.tokens }),
      ...(options.decide && { decide: options.decide }),
    })
  }

  get proxy(): FaultProxy {
    return this.bucket.proxy
  }

  get uploader(): UploaderSide {
    if (this.#uploader === null) throw new Error('The uploader is not running')
    return this.#uploader
  }

  /** Starts the program, as after a quit or a crash. */
  start(): void {
    const endpoint = this.proxy.endpoint
    const store = createOssStore({
      endpoint,
      region,
      bucket: bucketName,
      credentials: { get: async () => this.credentials, invalidate: () => false },
      now: () => this.clock.now(),
    })
    this.#store = store
    this.#uploader = new UploaderSide({
      checkpointFolder: this.#options.checkpointFolder ?? join(this.folder, 'checkpoint'),
      endpoint,
      stores: { open: async () => this.meter.store(store) },
      files: this.meter.files(this.#options.files ?? localFiles),
      clock: this.clock,
      settings: { ...defaults, ...this.#options.settings },
    })
    this.#uploader.engine.start()
  }

  /** Quits the program; what ran goes on at the next `start`. */
  async stop(): Promise<void> {
    await this.#uploader?.close()
    this.#uploader = null
    await this.#store?.close()
    this.#store = null
  }

  async close(): Promise<void> {
    await this.stop()
    await this.bucket.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Writes a file of seeded bytes and queues it. */
  add(name: string, sizeBytes: number, conflictPolicy: ConflictPolicy = 'overwrite'): QueuedFile {
    const path = join(this.folder, name)
    const bytes = writeSeeded(path, sizeBytes, name)
    return { ...this.queue(path, conflictPolicy), bytes }
  }

  /** A file of which some parts are up, but not part `partNumber`, when the program quits. */
  async interrupted(name: string, sizeBytes: number, partNumber: number): Promise<QueuedFile> {
    const hang = { kind: 'black-hole', readsBodyBytes: 1 } as const
    this.proxy.inject({ phase: 'part', partNumber, fault: hang })
    const file = this.add(name, sizeBytes)
    await this.proxy.until(() => this.proxy.held.length > 0)
    await this.stop()
    this.proxy.heal()
    return file
  }

  queue(path: string, conflictPolicy: ConflictPolicy = 'overwrite'): Omit<QueuedFile, 'bytes'> {
    const { checkpoint, engine } = this.uploader
    const batchId = checkpoint.intake.createBatch({
      destinationId,
      bucket: bucketName,
      name: basename(path),
      roots: [path],
      prefix: '',
      conflictPolicy,
      metadata: {},
      followLinks: false,
      resume: true,
    })
    const objectKey = basename(path)
    const sizeBytes = statSync(path).size
    checkpoint.intake.addUploads(batchId, [{ sourcePath: path, name: objectKey, objectKey, sizeBytes }])
    checkpoint.intake.finishCounting(batchId)
    const { rows } = checkpoint.queue.page({
      filter: 'all',
      search: '',
      sort: 'added',
      descending: true,
      offset: 0,
      limit: 1,
    })
    const id = rows[0]?.id
    if (id === undefined) throw new Error(`${path} was not queued`)
    engine.wake()
    return { id, path, objectKey }
  }

  row({ id }: { id: number }): UploadRow {
    const [row] = this.uploader.checkpoint.queue.rows([id])
    if (row === undefined) throw new Error(`There is no upload ${id}`)
    return row
  }

  /** The statuses it went through in this run of the program. */
  statuses({ id }: { id: number }): UploadStatus[] {
    return (this.uploader.shown.get(id) ?? []).map(({ status }) => status)
  }

  /** Oldest first. */
  history({ id }: { id: number }): UploadHistoryEntry[] {
    return (this.uploader.checkpoint.queue.details(id)?.history ?? []).toReversed()
  }

  /** Resolves once the upload has this status; rejects when it ends with another. */
  async reaches(file: { id: number }, ...statuses: UploadStatus[]): Promise<UploadRow> {
    const endings: UploadStatus[] = ['done', 'failed', 'skipped', 'cancelled-kept', 'cancelled-clean']
    for (;;) {
      const row = this.row(file)
      if (statuses.includes(row.status)) return row
      if (endings.includes(row.status)) {
        throw new Error(`${row.status} instead of ${statuses.join('/')}: ${JSON.stringify(row.reason)}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
}
