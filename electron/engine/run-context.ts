import type { ObjectMetadata } from '../../shared/object-metadata.ts'
import { UploadError } from '../../shared/upload-error.ts'
import type { UploadEvent, UploadStatus } from '../../shared/upload-state.ts'
import type { Concurrency } from './concurrency.ts'
import { contentTypeOf } from './content-type.ts'
import { noteHistory } from './history.ts'
import type { HistoryKind, HistoryKinds } from './history-kinds.ts'
import { linkedAbort } from './linked-abort.ts'
import type { EnginePorts, EngineSettings } from './ports/engine.ts'
import type { ObjectStore } from './ports/object-store.ts'
import type { Checkpoint, PartRecord, StatusChange, UploadRecord } from './ports/upload-record.ts'
import type { RateLimiter } from './rate-limit.ts'
import type { RestlessFiles } from './restless-files.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { TransferRate } from './transfer-rate.ts'

/** What all runs share. */
export interface RunServices {
  ports: EnginePorts
  settings: () => EngineSettings
  limiter: RateLimiter
  rate: TransferRate
  policy: RetryPolicy
  restless: RestlessFiles
  concurrency: Concurrency
}

/** One part while it is being sent or waits for another try. */
export interface LivePart {
  partNumber: number
  sizeBytes: number
  /** Handed to the socket in the present try. */
  sentBytes: number
  tries: number
  /** When the next try is due; null while the part is being sent. */
  nextTryAt: number | null
  /** When the present try began. */
  startedAt: number
  /** OSS's id of the request that stored it. */
  requestId: string | null
  /** Tries of this part that ended without a sign of life. */
  stalls: number
}

/** What one run knows, and its only ways of changing what is stored about its upload. */
export class RunContext {
  readonly services: RunServices
  readonly record: UploadRecord
  readonly store: ObjectStore
  readonly signal: AbortSignal
  /** Parts confirmed by OSS, by number. */
  readonly parts = new Map<number, PartRecord>()
  readonly livePartsByNumber = new Map<number, LivePart>()
  objectKey: string
  readonly metadata: ObjectMetadata
  checkpoint: Checkpoint | null
  confirmedBytes = 0
  /** Confirmed by earlier runs and still there. */
  confirmedAtStart = 0
  resentBytes: number
  /** Handed to the socket by this run, bytes sent again included: only ever grows. */
  sentBytes = 0
  status: UploadStatus
  /** Parts were kept that the server could not be asked about. */
  hasUnverifiedParts = false
  /** Names that turned out to be taken in this run. */
  readonly takenKeys = new Set<string>()
  readonly #nudgeListeners = new Set<() => void>()

  constructor(services: RunServices, record: UploadRecord, store: ObjectStore, signal: AbortSignal) {
    this.services = services
    this.record = record
    this.store = store
    this.signal = signal
    this.objectKey = record.objectKey
    // The server itself refuses to replace what appeared after we looked.
    const mustNotReplace = record.conflictPolicy === 'skip' || record.conflictPolicy === 'rename'
    this.metadata = {
      ...withContentType(record),
      ...(mustNotReplace && { forbidOverwrite: true }),
    }
    this.checkpoint = record.checkpoint
    this.resentBytes = record.resentBytes
    this.status = record.status
  }

  get ports(): EnginePorts {
    return this.services.ports
  }

  /** Moves the upload's status; a refusal means the user has moved it meanwhile, and the run's signal is aborted. */
  move(event: UploadEvent, change?: StatusChange): void {
    const status = this.ports.uploads.apply(this.record.id, event, {
      resentBytes: this.resentBytes,
      ...change,
    })
    if (status === null) return
    this.status = status
    this.ports.events.onUploadsChanged([this.record.id])
  }

  note<K extends HistoryKind>(kind: K, data: HistoryKinds[K]): void {
    noteHistory(this.ports, this.record.id, kind, data)
  }

  save(checkpoint: Checkpoint): void {
    this.ports.uploads.saveCheckpoint(this.record.id, checkpoint)
    this.checkpoint = checkpoint
  }

  /** Records confirmed parts and counts their bytes once. With resuming off the store keeps the bytes only (R11). */
  confirm(parts: readonly PartRecord[]): void {
    if (parts.length === 0) return
    this.ports.uploads.confirmParts(this.record.id, parts)
    this.keep(parts)
    for (const { partNumber } of parts) this.ports.events.onPartConfirmed(this.record.id, partNumber)
  }

  /** Counts parts that are recorded already. */
  keep(parts: readonly PartRecord[]): void {
    for (const part of parts) {
      if (!this.parts.has(part.partNumber)) this.confirmedBytes += part.sizeBytes
      this.parts.set(part.partNumber, part)
    }
  }

  /** Parts that turned out not to be on the server. */
  forget(partNumbers: readonly number[]): void {
    if (partNumbers.length === 0) return
    this.ports.uploads.forgetParts(this.record.id, partNumbers)
    for (const partNumber of partNumbers) {
      const part = this.parts.get(partNumber)
      if (part === undefined) continue
      this.parts.delete(partNumber)
      this.confirmedBytes -= part.sizeBytes
      this.resentBytes += part.sizeBytes
    }
  }

  /** R3, R6, R14: nothing of what was sent counts any more. */
  dropCheckpoint(): void {
    this.ports.uploads.dropCheckpoint(this.record.id)
    this.checkpoint = null
    this.parts.clear()
    this.resentBytes += this.confirmedBytes
    this.confirmedBytes = 0
  }

  /** Parts confirmed so far, ascending. */
  confirmedParts(): PartRecord[] {
    return [...this.parts.values()].sort((a, b) => a.partNumber - b.partNumber)
  }

  /** Waits between tries; `nudge` ends the wait early. */
  async pause(ms: number): Promise<void> {
    const wait = linkedAbort(this.signal)
    const endNudges = this.onNudge(() => wait.abort(null))
    try {
      await this.ports.clock.sleep(ms, wait.signal)
    } catch (error) {
      this.signal.throwIfAborted()
      if (!wait.signal.aborted) throw error
    } finally {
      endNudges()
      wait.unlink()
    }
  }

  /** Ends all waits between tries: the network is back, or the user wants it now. */
  nudge(): void {
    for (const listener of [...this.#nudgeListeners]) listener()
  }

  /** Answers what takes the listener away again. */
  readonly onNudge = (listener: () => void): (() => void) => {
    this.#nudgeListeners.add(listener)
    return () => void this.#nudgeListeners.delete(listener)
  }
}

/** What was set counts; where no type was, the file's name tells it. */
function withContentType({ metadata, sourcePath }: UploadRecord): ObjectMetadata {
  const contentType = metadata.contentType || contentTypeOf(sourcePath)
  return contentType === undefined ? metadata : { ...metadata, contentType }
}

/** Keeps what is an `UploadError` and makes one of everything else. */
export function asUploadError(thrown: unknown): UploadError {
  if (thrown instanceof UploadError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new UploadError(
    { code: 'Unexpected', retry: 'fatal', message, fromServer: false },
    { cause: thrown },
  )
}
