import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** The clock is looked at this often: the computer may have slept, or the clock may have been set. */
const lookAgainMs = 30_000

interface Parts {
  /** Absolute path; the pause is written there, so that it outlives a restart. */
  file: string
  now: () => number
  begin: (until: number) => void
  end: () => void
}

/** "Pause for 30 minutes" and "until tomorrow": ends by itself, also after a restart in between. */
export class TimedPause {
  readonly #parts: Parts
  #until: number | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** At the start: goes on with a pause that is not over yet. */
  restore(): void {
    const until = this.#read()
    if (until === null) return
    if (until > this.#parts.now()) this.#hold(until)
    else rmSync(this.#parts.file, { force: true })
  }

  pauseUntil(until: number): void {
    const draft = `${this.#parts.file}.new`
    writeFileSync(draft, JSON.stringify({ until }), { mode: 0o600 })
    renameSync(draft, this.#parts.file)
    this.#hold(until)
  }

  /** The person has ended it by resuming. */
  forget(): void {
    this.stop()
    this.#until = null
    rmSync(this.#parts.file, { force: true })
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #hold(until: number): void {
    this.#until = until
    this.#parts.begin(until)
    this.#look()
  }

  #look(): void {
    this.stop()
    if (this.#until === null) return
    const leftMs = this.#until - this.#parts.now()
    if (leftMs > 0) {
      this.#timer = setTimeout(() => this.#look(), Math.min(leftMs, lookAgainMs))
      return
    }
    this.forget()
    this.#parts.end()
  }

  #read(): number | null {
    try {
      const { until } = JSON.parse(readFileSync(this.#parts.file, 'utf8')) as { until?: unknown }
      return typeof until === 'number' ? until : null
    } catch {
      // No pause, or one that cannot be read: uploading is what people expect then.
      return null
    }
  }
}

const hourMs = 3_600_000

/** The next eight o'clock of the computer's own time that is a night away: at least four hours. */
export function untilMorning(now: Date): number {
  const morning = new Date(now)
  morning.setHours(8, 0, 0, 0)
  if (morning.getTime() - now.getTime() < 4 * hourMs) morning.setDate(morning.getDate() + 1)
  return morning.getTime()
}

/** When a pause ends that begins now, in Unix milliseconds. */
export function endOfPause(time: 'half-hour' | 'until-morning', now: Date): number {
  return time === 'half-hour' ? now.getTime() + hourMs / 2 : untilMorning(now)
}
