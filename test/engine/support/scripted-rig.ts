import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { EngineSettings } from '../../../electron/engine/ports/engine.ts'
import type { EngineEvents } from '../../../electron/engine/ports/engine-events.ts'
import type { NewBatch } from '../../../electron/engine/ports/intake-store.ts'
import type { LocalFiles } from '../../../electron/engine/ports/local-files.ts'
import type { ObjectStores } from '../../../electron/engine/ports/object-store.ts'
import { UploadEngine } from '../../../electron/engine/upload-engine.ts'
import { localFiles } from '../../../electron/files/local-files.ts'
import { crc64 } from '../../../electron/oss/crc64.ts'
import type { UploadStatus } from '../../../shared/upload-state.ts'
import { FakeClock } from './fake-clock.ts'
import { quietLog } from './quiet-log.ts'
import { ScriptedStore } from './scripted-store.ts'
import { TestCheckpoint } from './test-checkpoint.ts'
import { until } from './until.ts'
import { WatchedFiles } from './watched-files.ts'

export const partSizeBytes = 100 * 1024

const settings: EngineSettings = {
  filesAtOnce: 2,
  partsAtOnce: 2,
  partSizeBytes,
  multipartThresholdBytes: 2 * partSizeBytes,
  bandwidthLimit: null,
}

export interface RigOptions {
  settings?: Partial<EngineSettings>
  files?: Partial<LocalFiles>
  /** Of a destination; the rig's own store when absent. */
  open?: ObjectStores['open']
  /** Carry on with what an earlier engine left. */
  uploads?: TestCheckpoint
  store?: ScriptedStore
  clock?: FakeClock
  random?: () => number
  onCredentialsNeeded?: EngineEvents['onCredentialsNeeded']
}

/** The engine with time, chance and the server in the hands of the test; files are real. */
export function scriptedRig(options: RigOptions = {}) {
  const clock = options.clock ?? new FakeClock()
  const store = options.store ?? new ScriptedStore(clock)
  const uploads = options.uploads ?? new TestCheckpoint(() => clock.now())
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-engine-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const confirmed: number[] = []
  const files = new WatchedFiles({ ...localFiles, expect: () => undefined, ...options.files })
  clock.isQuiet = () => files.isQuiet

  const engine = new UploadEngine(
    {
      stores: { open: options.open ?? (async () => store) },
      uploads: uploads.uploads,
      files,
      crc64,
      clock,
      random: options.random ?? (() => 0.5),
      log: quietLog,
      events: {
        onUploadsChanged: () => undefined,
        onPartConfirmed: (_id, partNumber) => confirmed.push(partNumber),
        onCredentialsNeeded: (destinationId, error) => options.onCredentialsNeeded?.(destinationId, error),
      },
    },
    { ...settings, ...options.settings },
  )
  onTestFinished(() => engine.stop())

  /** A file of whole parts (or of `sizeBytes`), queued. Answers its path, bytes and row id. */
  function queueFile(
    size: { parts?: number; sizeBytes?: number } = {},
    batch: Partial<NewBatch> & { name?: string; prefix?: string } = {},
  ) {
    const sizeBytes = size.sizeBytes ?? (size.parts ?? 3) * partSizeBytes
    const bytes = randomBytes(sizeBytes)
    const name = batch.name ?? `file-${uploads.ids().length + 1}.bin`
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return { ...queuePath(path, name, sizeBytes, batch), bytes }
  }

  function queuePath(path: string, name: string, sizeBytes: number, batch: Partial<NewBatch> = {}) {
    const destinationId = batch.destinationId ?? 'dock'
    uploads.saveDestination(destinationId, `https://${destinationId}.example`)
    const batchId = uploads.intake.createBatch({
      destinationId,
      bucket: 'harbour',
      roots: [path],
      prefix: '',
      conflictPolicy: 'overwrite',
      metadata: {},
      followLinks: false,
      resume: true,
      ...batch,
      name,
    })
    uploads.intake.addUploads(batchId, [
      { sourcePath: path, name, objectKey: (batch.prefix ?? '') + name, sizeBytes },
    ])
    uploads.intake.finishCounting(batchId)
    engine.wake()
    return { path, id: uploads.ids().at(-1) ?? 0 }
  }

  async function reached(id: number, status: UploadStatus): Promise<void> {
    await until(() => uploads.row(id).status === status)
  }

  function historyOf(id: number): string[] {
    return uploads.row(id).history.map(({ kind }) => kind)
  }

  return { engine, store, uploads, clock, folder, confirmed, queueFile, queuePath, reached, historyOf }
}
