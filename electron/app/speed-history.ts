import type { SpeedSamples } from '../../shared/queue.ts'
import type { RunningUpload } from '../engine/ports/running-upload.ts'
import { SpeedTrack, trackSeconds } from './speed-track.ts'

/** Uploads with a track of their own; thousands of small files must not cost a track each. */
const mostUploads = 64
/** How far back the first measurement after a rest reaches. */
const firstSpanMs = 200

/** The speed of the last ten minutes, over everything and of each upload. Kept here, so that a new window has it too. */
export class SpeedHistory {
  readonly #total = new SpeedTrack()
  readonly #uploads = new Map<number, { track: SpeedTrack; sentBytes: number }>()
  #lastAt: number | null = null

  /** Takes a snapshot of what runs at `at` (Unix milliseconds). */
  measure(at: number, running: readonly RunningUpload[]): void {
    const from = Math.min(at, this.#lastAt ?? at - firstSpanMs)
    this.#lastAt = at
    let sum = 0
    for (const { id, sentBytes } of running) {
      const known = this.#uploads.get(id) ?? { track: new SpeedTrack(), sentBytes: 0 }
      // The same upload in a new run counts from zero again.
      const added = sentBytes >= known.sentBytes ? sentBytes - known.sentBytes : sentBytes
      known.track.add(from, at, added)
      known.sentBytes = sentBytes
      this.#uploads.set(id, known)
      sum += added
    }
    this.#total.add(from, at, sum)
    this.#forgetOldest()
  }

  /** Nothing runs: the time until the next measurement is no time in which bytes went. */
  rest(): void {
    this.#lastAt = null
    for (const upload of this.#uploads.values()) upload.sentBytes = 0
  }

  /** Of one upload, or of everything for null. */
  samples(id: number | null, now: number): SpeedSamples {
    const track = id === null ? this.#total : this.#uploads.get(id)?.track
    const endAt = Math.floor(now / 1000) * 1000
    return { endAt, bytesPerSecond: track?.read(now) ?? new Array<number>(trackSeconds).fill(0) }
  }

  #forgetOldest(): void {
    if (this.#uploads.size <= mostUploads) return
    const oldest = [...this.#uploads].sort(([, a], [, b]) => a.track.lastAt - b.track.lastAt)
    for (const [id] of oldest.slice(0, this.#uploads.size - mostUploads)) this.#uploads.delete(id)
  }
}
