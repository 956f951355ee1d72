import type { UploadProgress } from '../../shared/queue.ts'
import type { RunningUpload } from '../engine/ports/running-upload.ts'
import { RateWindow } from './rate-window.ts'

/** The figure follows within a few seconds; the estimate must not jump with every part. */
const figureWindowMs = 4_000
const estimateWindowMs = 30_000
const minEstimateSpanMs = 1_500

/** Speed and time left of something that sends bytes. */
class Meter {
  readonly #figure = new RateWindow(figureWindowMs)
  readonly #estimate = new RateWindow(estimateWindowMs)

  add(at: number, sentBytes: number): void {
    this.#figure.add(at, sentBytes)
    this.#estimate.add(at, sentBytes)
  }

  get bytesPerSecond(): number {
    return Math.round(this.#figure.bytesPerSecond)
  }

  /** Null while unknown: at the start, and while nothing moves. */
  secondsLeft(bytesLeft: number): number | null {
    if (this.#estimate.spanMs < minEstimateSpanMs || this.bytesPerSecond === 0) return null
    return Math.ceil(bytesLeft / this.#estimate.bytesPerSecond)
  }
}

interface Measured {
  bytesPerSecond: number
  /** For everything that is due, not only what runs. */
  secondsLeft: number | null
  uploads: UploadProgress[]
}

/** Turns snapshots of the engine into speeds and times left. */
export class ProgressMeter {
  readonly #uploads = new Map<number, { meter: Meter; sentBytes: number }>()
  #total = new Meter()
  /** Sent by uploads that have ended since: the total must not fall when one leaves. */
  #endedBytes = 0

  /** `bytesLeft`: not yet confirmed, over everything that is due. */
  measure(at: number, running: readonly RunningUpload[], bytesLeft: number): Measured {
    this.#leaveOutEnded(running)
    const uploads = running.map((upload) => this.#measureOne(at, upload))
    const sentBytes = running.reduce((sum, upload) => sum + upload.sentBytes, this.#endedBytes)
    const inFlightBytes = running.reduce((sum, upload) => sum + upload.inFlightBytes, 0)
    this.#total.add(at, sentBytes)
    return {
      bytesPerSecond: this.#total.bytesPerSecond,
      secondsLeft: this.#total.secondsLeft(Math.max(0, bytesLeft - inFlightBytes)),
      uploads,
    }
  }

  /** Nothing runs any more: what comes next begins without a memory of old speeds. */
  reset(): void {
    this.#uploads.clear()
    this.#endedBytes = 0
    this.#total = new Meter()
  }

  #measureOne(at: number, upload: RunningUpload): UploadProgress {
    const { id, batchId, sizeBytes, confirmedBytes, inFlightBytes, sentBytes } = upload
    const { meter } = this.#uploads.get(id) ?? { meter: new Meter() }
    this.#uploads.set(id, { meter, sentBytes })
    meter.add(at, sentBytes)
    return {
      id,
      batchId,
      inFlightBytes,
      confirmedBytes,
      bytesPerSecond: meter.bytesPerSecond,
      secondsLeft: meter.secondsLeft(Math.max(0, sizeBytes - confirmedBytes - inFlightBytes)),
    }
  }

  #leaveOutEnded(running: readonly RunningUpload[]): void {
    const sentNow = new Map(running.map(({ id, sentBytes }) => [id, sentBytes]))
    for (const [id, { sentBytes }] of this.#uploads) {
      // The same row in a new run counts from zero again.
      if ((sentNow.get(id) ?? -1) >= sentBytes) continue
      this.#endedBytes += sentBytes
      this.#uploads.delete(id)
    }
  }
}
