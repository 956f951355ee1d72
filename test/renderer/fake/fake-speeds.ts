import { SpeedTrack } from '../../../electron/app/speed-track.ts'
import type { SpeedSamples } from '../../../shared/queue.ts'

const historySeconds = 480

/** Speeds of the fake's uploads: some minutes that went before, then what the ticks send. Time passes with the ticks only. */
export class FakeSpeeds {
  readonly #tracks = new Map<number | null, SpeedTrack>()
  #now: number

  constructor(now: number, usual: readonly { id: number; bytesPerSecond: number }[]) {
    this.#now = now
    for (const { id, bytesPerSecond } of usual) {
      for (let ago = historySeconds; ago > 0; ago -= 1) {
        // A line that breathes, and once stood still.
        const share = ago > 190 && ago < 215 ? 0 : 0.8 + 0.25 * Math.sin(ago / 17 + id) * Math.cos(ago / 5)
        this.#add(id, now - ago * 1000, now - (ago - 1) * 1000, bytesPerSecond * share)
      }
    }
  }

  tick(ms: number, sent: readonly { id: number; bytesPerSecond: number }[]): void {
    const from = this.#now
    this.#now += ms
    for (const { id, bytesPerSecond } of sent) this.#add(id, from, this.#now, (bytesPerSecond * ms) / 1000)
  }

  samples(id: number | null): SpeedSamples {
    const track = this.#tracks.get(id) ?? new SpeedTrack()
    return { endAt: Math.floor(this.#now / 1000) * 1000, bytesPerSecond: track.read(this.#now) }
  }

  #add(id: number, from: number, to: number, bytes: number): void {
    for (const key of [id, null]) {
      const track = this.#tracks.get(key) ?? new SpeedTrack()
      this.#tracks.set(key, track)
      track.add(from, to, bytes)
    }
  }
}
