import { type OpenCheckpoint, openCheckpoint } from '../../../electron/checkpoint/open-checkpoint.ts'
import type { Clock } from '../../../electron/engine/ports/clock.ts'
import type { EngineSettings } from '../../../electron/engine/ports/engine.ts'
import type { LocalFiles } from '../../../electron/engine/ports/local-files.ts'
import type { ObjectStores } from '../../../electron/engine/ports/object-store.ts'
import { UploadEngine } from '../../../electron/engine/upload-engine.ts'
import { crc64 } from '../../../electron/oss/crc64.ts'
import type { UploadRow } from '../../../shared/queue.ts'
import { bucketName, region } from './bucket-side.ts'

export const destinationId = 'practice'

export interface UploaderSideOptions {
  checkpointFolder: string
  endpoint: string
  stores: ObjectStores
  files: LocalFiles
  clock: Clock
  settings: EngineSettings
}

/** One run of the program: the database it opened and the engine over it. */
export class UploaderSide {
  readonly checkpoint: OpenCheckpoint
  readonly engine: UploadEngine
  /** Each upload's row whenever its status changed, oldest first: what the window would have shown. */
  readonly shown = new Map<number, UploadRow[]>()
  readonly log: string[] = []
  /** What people were told about the checkpoint. */
  readonly told: string[] = []

  constructor(options: UploaderSideOptions) {
    const { clock, files, stores, settings, endpoint } = options
    this.checkpoint = openCheckpoint(options.checkpointFolder, { now: () => clock.now() })
    this.checkpoint.destinations.save({
      id: destinationId,
      name: 'Practice',
      kind: 'oss',
      endpoint,
      region,
      bucket: bucketName,
      prefix: '',
      signatureVersion: 'v4',
      isCustomDomain: false,
      metadata: {},
      accessKeyId: 'testAccessKeyId',
      createdAt: 0,
    })
    const note = (level: string) => (message: string, fields?: Record<string, unknown>) => {
      this.log.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`)
    }
    this.engine = new UploadEngine(
      {
        stores,
        files,
        crc64,
        clock,
        uploads: this.checkpoint.uploads,
        // The longest waits that full jitter can draw: the same every time, and never zero.
        random: () => 0.999,
        log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
        events: {
          onUploadsChanged: (ids) => this.#trace(ids),
          onPartConfirmed: () => undefined,
          onCheckpointBlocked: (error) => this.told.push(error?.code ?? 'writable again'),
        },
      },
      settings,
    )
  }

  async close(): Promise<void> {
    await this.engine.stop()
    this.checkpoint.close()
  }

  #trace(ids: readonly number[]): void {
    for (const row of this.checkpoint.queue.rows(ids)) {
      const rows = this.shown.get(row.id) ?? []
      if (rows.at(-1)?.status !== row.status) rows.push(row)
      this.shown.set(row.id, rows)
    }
  }
}
