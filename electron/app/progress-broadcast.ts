import type { EventName, Events } from '../../shared/ipc.ts'
import type { PartMap, SpeedSamples, UploadProgress } from '../../shared/queue.ts'
import type { UploadStatus } from '../../shared/upload-state.ts'
import type { QueueReader } from '../checkpoint/queue-reader.ts'
import type { Engine } from '../engine/ports/engine.ts'
import type { PartTry } from '../engine/ports/running-upload.ts'
import { LiveParts, withLiveParts } from './live-parts.ts'
import { PartJournal } from './part-journal.ts'
import { ProgressMeter } from './progress-meter.ts'
import { SpeedHistory } from './speed-history.ts'

/** Six times a second: smooth to look at, cheap to send. */
const tickMs = 160
/** Status changes of one burst travel together; nobody sees the difference. */
const gatherMs = 30
/** While thousands of small files go through, the list is told as often as the progress, no more. */
const gatherManyMs = 160
const many = 40
/** More rows than a window shows are not sent: it reads its page again. */
const maxRows = 200

interface Parts {
  engine: Pick<Engine, 'running'>
  queue: Pick<QueueReader, 'rows' | 'counts' | 'recordedParts'>
  send: <K extends EventName>(name: K, payload: Events[K]) => void
  now: () => number
}

/** Tells the window what moves: live numbers at a steady rate while anything runs, changes of status at once. */
export class ProgressBroadcast {
  readonly #parts: Parts
  readonly #meter = new ProgressMeter()
  readonly #journal = new PartJournal()
  readonly #live = new LiveParts(this.#journal)
  readonly #speeds = new SpeedHistory()
  readonly #changed = new Set<number>()
  readonly #statuses = new Map<number, UploadStatus>()
  #isListChanged = false
  #isStopped = false
  #wasMany = false
  #gather: NodeJS.Timeout | null = null
  #ticker: NodeJS.Timeout | null = null
  #lastSent = new Map<number, UploadProgress>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  watch(uploadId: number | null): void {
    this.#live.watch(uploadId)
  }

  /** The part map of any upload, with what is being sent now. */
  partMap(uploadId: number): PartMap | null {
    const map = this.#parts.queue.recordedParts(uploadId)
    return (
      map &&
      withLiveParts(
        map,
        this.#parts.engine.running().find(({ id }) => id === uploadId),
        this.#journal,
      )
    )
  }

  /** An empty list means that many changed. */
  uploadsChanged(ids: readonly number[]): void {
    if (this.#isStopped) return
    if (ids.length === 0) this.#isListChanged = true
    for (const id of ids) this.#changed.add(id)
    this.#gather ??= setTimeout(() => this.#tellChanges(), this.#wasMany ? gatherManyMs : gatherMs)
    this.#ticker ??= setInterval(() => this.#tick(), tickMs)
  }

  partTried(uploadId: number, tried: PartTry): void {
    this.#journal.add(uploadId, tried)
  }

  /** Bytes per second of the last ten minutes: of one upload, or of everything for null. */
  speeds(uploadId: number | null): SpeedSamples {
    return this.#speeds.samples(uploadId, this.#parts.now())
  }

  partConfirmed(uploadId: number, partNumber: number): void {
    this.#live.confirm(uploadId, partNumber)
  }

  /** Nothing is told any more: the database is about to close. */
  stop(): void {
    this.#isStopped = true
    if (this.#gather) clearTimeout(this.#gather)
    if (this.#ticker) clearInterval(this.#ticker)
  }

  #tellChanges(): void {
    this.#gather = null
    this.#wasMany = this.#changed.size > many
    const isMany = this.#changed.size > maxRows
    const rows = isMany ? [] : this.#parts.queue.rows([...this.#changed])
    let listChanged = this.#isListChanged || isMany || rows.length < this.#changed.size
    for (const { id, status } of rows) {
      // Another status may mean another filter, place or count.
      if (this.#statuses.get(id) !== status) listChanged = true
      this.#statuses.set(id, status)
    }
    if (this.#statuses.size > 10_000) this.#statuses.clear()
    this.#changed.clear()
    this.#isListChanged = false
    this.#parts.send('uploads.changed', { rows, listChanged })
  }

  #tick(): void {
    const running = this.#parts.engine.running()
    const at = this.#parts.now()
    this.#speeds.measure(at, running)
    const { bytesLeft } = this.#parts.queue.counts()
    const measured = this.#meter.measure(at, running, bytesLeft)
    const uploads = measured.uploads.filter((upload) => !isSame(this.#lastSent.get(upload.id), upload))
    this.#lastSent = new Map(measured.uploads.map((upload) => [upload.id, upload]))
    const { bytesPerSecond, secondsLeft } = measured
    this.#parts.send('progress', {
      at,
      bytesPerSecond: running.length === 0 ? 0 : bytesPerSecond,
      secondsLeft: running.length === 0 ? null : secondsLeft,
      running: running.length,
      uploads,
      parts: this.#live.changes(running, at),
    })
    if (running.length > 0) return
    // The last event said that nothing moves any more.
    if (this.#ticker) clearInterval(this.#ticker)
    this.#ticker = null
    this.#meter.reset()
    this.#speeds.rest()
  }
}

function isSame(before: UploadProgress | undefined, upload: UploadProgress): boolean {
  return (
    before?.inFlightBytes === upload.inFlightBytes &&
    before.confirmedBytes === upload.confirmedBytes &&
    before.bytesPerSecond === upload.bytesPerSecond &&
    before.secondsLeft === upload.secondsLeft
  )
}
