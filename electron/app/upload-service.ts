import type { AddInput, Events } from '../../shared/ipc.ts'
import type { Settings } from '../../shared/settings.ts'
import type { OpenCheckpoint } from '../checkpoint/open-checkpoint.ts'
import { continueCounting, type EnqueueOptions, enqueue, type Intake } from '../engine/enqueue.ts'
import type { Engine, EngineSettings } from '../engine/ports/engine.ts'
import type { Log } from '../engine/ports/log.ts'
import type { PartTry } from '../engine/ports/running-upload.ts'
import { systemClock, systemRandom } from '../engine/system-ports.ts'
import { UploadEngine } from '../engine/upload-engine.ts'
import { localFiles } from '../files/local-files.ts'
import { crc64 } from '../oss/crc64.ts'
import type { Destinations } from './destinations.ts'
import { lastingStores } from './lasting-stores.ts'
import { batchName, checkPaths, unknownDestination } from './upload-request.ts'

interface Parts {
  checkpoint: OpenCheckpoint
  destinations: Destinations
  settings: () => Settings
  log: Log
  onUploadsChanged: (ids: readonly number[]) => void
  onPartConfirmed: (uploadId: number, partNumber: number) => void
  onPartTried: (uploadId: number, tried: PartTry) => void
  notify: (notice: Events['notice']) => void
  /** A command over many rows is at work. */
  onLongWork: (work: Events['queue.working']) => void
  /** The person resumed everything while it was held. */
  onHoldEnded: () => void
}

/** The engine with everything it needs on a desktop, and the way in for what people drop. */
export class UploadService {
  readonly engine: Engine
  readonly #parts: Parts
  readonly #walks = new AbortController()
  readonly #counting = new Set<Promise<unknown>>()
  #failedCallbacks = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.engine = new UploadEngine(
      {
        stores: lastingStores(parts.destinations),
        uploads: parts.checkpoint.uploads,
        files: localFiles,
        crc64,
        clock: systemClock,
        random: systemRandom,
        log: parts.log,
        events: {
          onUploadsChanged: parts.onUploadsChanged,
          onPartConfirmed: parts.onPartConfirmed,
          onCallbackFailed: (key, { message }) => {
            this.#failedCallbacks += 1
            const params = { count: this.#failedCallbacks, key, reason: message }
            parts.notify({ kind: 'callbackFailed', level: 'warning', params })
          },
          onPartTried: parts.onPartTried,
          onCredentialsNeeded: (id, error) => parts.destinations.credentialsNeeded(id, error),
          onLongWork: (work) => parts.onLongWork(work),
          onHoldEnded: () => parts.onHoldEnded(),
          onCheckpointBlocked: (error) =>
            parts.notify(
              error
                ? { kind: 'checkpointBlocked', level: 'error', params: { file: parts.checkpoint.file } }
                : { kind: 'checkpointWritable', level: 'info', params: {} },
            ),
        },
      },
      engineSettings(parts.settings()),
    )
  }

  /** Goes on with what a crash, a reboot or a quit left: uploads that ran, and folders that were still being counted. */
  start(): void {
    this.engine.start()
    for (const intake of continueCounting(this.#enqueuePorts(), this.#enqueueOptions())) {
      this.#follow(intake, '')
    }
  }

  /** Puts files and folders into the queue; the rows appear while folders are still being walked. */
  add(input: AddInput): { batchId: number } {
    const { checkpoint, destinations, settings } = this.#parts
    checkPaths(input.paths)
    const destination = destinations.find(input.destinationId)
    if (destination === null) throw unknownDestination(input.destinationId)
    const { conflictPolicy, followLinks, resume } = settings()
    const name = batchName(input.paths)
    const intake = enqueue(
      { ...this.#enqueuePorts(), intake: checkpoint.intake },
      {
        destinationId: destination.id,
        bucket: destination.bucket,
        name,
        roots: input.paths,
        prefix: input.prefix ?? destination.prefix,
        conflictPolicy: input.conflictPolicy ?? conflictPolicy,
        ...(input.exceptions && { exceptions: input.exceptions }),
        metadata: input.metadata ?? destination.metadata,
        followLinks: input.followLinks ?? followLinks,
        resume,
      },
      this.#enqueueOptions(),
    )
    this.#follow(intake, name)
    return { batchId: intake.batchId }
  }

  /** Settings that hold for what runs take effect at once. */
  configure(settings: Settings): void {
    this.engine.configure(engineSettings(settings))
  }

  async stop(): Promise<void> {
    this.#walks.abort()
    await Promise.all(this.#counting)
    await this.engine.stop()
  }

  #enqueuePorts() {
    const { checkpoint, log } = this.#parts
    return { files: localFiles, intake: checkpoint.intake, clock: systemClock, log }
  }

  #enqueueOptions(): EnqueueOptions {
    return {
      signal: this.#walks.signal,
      // macOS hands out decomposed names, which look like others but are not found by them.
      normalizeNames: process.platform === 'darwin',
      onAdded: () => {
        this.#parts.onUploadsChanged([])
        this.engine.wake()
      },
    }
  }

  /** A walk has nobody who waits for it: what goes wrong, or is left out, becomes a notice. */
  #follow(intake: Intake, name: string): void {
    const { notify, log } = this.#parts
    const counted = intake.counted
      .then(({ files, leftOut }) => {
        if (leftOut > 0) {
          const kind = files === 0 ? 'nothingToUpload' : 'leftOut'
          notify({
            kind,
            level: 'warning',
            params: { name, count: leftOut, reason: this.#whyLeftOut(intake.batchId) },
          })
        } else if (files === 0) {
          notify({ kind: 'emptyFolder', level: 'info', params: { name } })
        }
      })
      .catch((error: unknown) => {
        if (this.#walks.signal.aborted) return
        log.error('a walk ended early', { batchId: intake.batchId, error })
        const message = error instanceof Error ? error.message : String(error)
        notify({ kind: 'countingFailed', level: 'error', params: { name, reason: message } })
      })
      .finally(() => this.#counting.delete(counted))
    this.#counting.add(counted)
  }

  /** One reason stands for all: most folders have only one. */
  #whyLeftOut(batchId: number): string {
    const [first] = this.#parts.checkpoint.queue.leftOut(batchId, 1)
    return first ? first.error.message : ''
  }
}

/** What of the settings the engine obeys. */
export function engineSettings(settings: Settings): EngineSettings {
  const { filesAtOnce, partsAtOnce, partSizeBytes, multipartThresholdBytes, bandwidthLimit } = settings
  const concurrency = settings.autoConcurrency ? 'auto' : 'fixed'
  return { filesAtOnce, partsAtOnce, concurrency, partSizeBytes, multipartThresholdBytes, bandwidthLimit }
}
