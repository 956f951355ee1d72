import { objectKeyFor, objectKeyProblem } from './object-key.ts'
import type { Clock } from './ports/clock.ts'
import type { IntakeStore, NewBatch, NewUpload } from './ports/intake-store.ts'
import type { LocalFiles, WalkedEntry } from './ports/local-files.ts'
import type { Log } from './ports/log.ts'
import { distinctRoots, type Root } from './roots.ts'
import { SiblingNames } from './sibling-names.ts'

export interface EnqueuePorts {
  files: Pick<LocalFiles, 'walk'>
  intake: IntakeStore
  clock: Clock
  log: Log
}

export interface EnqueueOptions {
  /** Stops the walk; the batch stays `counting` and is walked again at the next start. */
  signal: AbortSignal
  /** NFC for object keys; on for macOS, whose file names are decomposed. */
  normalizeNames: boolean
  /** Rows of the batch have come (or it is counted): wake the engine, tell the window. */
  onAdded: (batchId: number) => void
}

export interface IntakeSummary {
  files: number
  bytes: number
  leftOut: number
}

/** A drop that is being counted. */
export interface Intake {
  batchId: number
  /** Resolves when every root is walked; rejects when the signal aborts or the store cannot be written. */
  counted: Promise<IntakeSummary>
}

/** Rows appear while the walk goes on: after this many, or after this time. The first come sooner, to be sent meanwhile. */
const firstRows = 64
const rowsAtOnce = 500
const flushAfterMs = 200

/** Creates the batch at once and walks its files and folders as a stream. */
export function enqueue(ports: EnqueuePorts, batch: NewBatch, options: EnqueueOptions): Intake {
  const batchId = ports.intake.createBatch(batch)
  return { batchId, counted: count(ports, batchId, batch, options) }
}

/**
 * At start-up: walks those batches again that a crash or a quit
 * cut short. Files that have a row already are not doubled.
 */
export function continueCounting(ports: EnqueuePorts, options: EnqueueOptions): Intake[] {
  return ports.intake
    .unfinishedBatches()
    .map((batch) => ({ batchId: batch.id, counted: count(ports, batch.id, batch, options) }))
}

async function count(
  ports: EnqueuePorts,
  batchId: number,
  batch: NewBatch,
  options: EnqueueOptions,
): Promise<IntakeSummary> {
  const summary: IntakeSummary = { files: 0, bytes: 0, leftOut: 0 }
  const buffer = new RowBuffer(ports, batchId, options.onAdded)
  for (const { root, names } of placedRoots(batch.roots, options.normalizeNames)) {
    const walk = ports.files.walk([root.path], { followLinks: batch.followLinks, signal: options.signal })
    for await (const portion of walk) {
      for (const found of portion) {
        const entry = takeEntry(found, root, batch.prefix, names)
        if (entry.kind === 'file') {
          summary.files += 1
          summary.bytes += entry.upload.sizeBytes
        } else {
          summary.leftOut += 1
        }
        buffer.add(entry)
      }
    }
  }
  options.signal.throwIfAborted()
  buffer.flush()
  ports.intake.finishCounting(batchId)
  options.onAdded(batchId)
  ports.log.info('batch counted', { batchId, ...summary })
  return summary
}

type Entry = { kind: 'file'; upload: NewUpload } | Extract<WalkedEntry, { kind: 'left-out' }>

/** The roots of a drop, and what keeps composed names below each apart; null where names are taken as they are. */
export function placedRoots(
  roots: readonly string[],
  normalize: boolean,
): { root: Root; names: SiblingNames | null }[] {
  return distinctRoots(roots, normalize).map((root) => ({
    root,
    names: normalize ? new SiblingNames() : null,
  }))
}

/** The row of a walked file, or the reason why its key cannot be. */
export function takeEntry(found: WalkedEntry, root: Root, prefix: string, names: SiblingNames | null): Entry {
  if (found.kind === 'left-out') return found
  const normalize = names !== null
  const name = root.rename(found.name)
  const objectKey = objectKeyFor(prefix, names?.compose(name) ?? name, normalize)
  const problem = objectKeyProblem(objectKey)
  if (problem !== null) return { kind: 'left-out', path: found.path, error: problem.data }
  const usualKey = objectKeyFor(prefix, found.name, normalize)
  const { path: sourcePath, sizeBytes } = found
  const upload = { sourcePath, name, objectKey, sizeBytes }
  return { kind: 'file', upload: objectKey === usualKey ? upload : { ...upload, renamedFrom: usualKey } }
}

/** Collects rows and writes them in one transaction per portion. */
class RowBuffer {
  readonly #ports: EnqueuePorts
  readonly #batchId: number
  readonly #onAdded: (batchId: number) => void
  #uploads: NewUpload[] = []
  #leftOut: Extract<Entry, { kind: 'left-out' }>[] = []
  #flushedAt: number
  #fullAt = firstRows

  constructor(ports: EnqueuePorts, batchId: number, onAdded: (batchId: number) => void) {
    this.#ports = ports
    this.#batchId = batchId
    this.#onAdded = onAdded
    this.#flushedAt = ports.clock.now()
  }

  add(entry: Entry): void {
    if (entry.kind === 'file') this.#uploads.push(entry.upload)
    else this.#leftOut.push(entry)
    const isFull = this.#uploads.length + this.#leftOut.length >= this.#fullAt
    if (isFull || this.#ports.clock.now() - this.#flushedAt >= flushAfterMs) this.flush()
  }

  flush(): void {
    const { intake, clock } = this.#ports
    if (this.#uploads.length > 0) intake.addUploads(this.#batchId, this.#uploads)
    if (this.#leftOut.length > 0) {
      intake.leaveOut(
        this.#batchId,
        this.#leftOut.map(({ path, error }) => ({ path, error })),
      )
    }
    const hadRows = this.#uploads.length + this.#leftOut.length > 0
    this.#uploads = []
    this.#leftOut = []
    this.#flushedAt = clock.now()
    if (hadRows) this.#fullAt = rowsAtOnce
    if (hadRows) this.#onAdded(this.#batchId)
  }
}
