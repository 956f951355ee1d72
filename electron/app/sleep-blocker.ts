import type { PowerSaveBlocker } from 'electron'

/** Keeps the computer from falling asleep while bytes are on their way, and not a moment longer; the screen may go dark. */
export class SleepBlocker {
  readonly #blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>
  #id: number | null = null

  constructor(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>) {
    this.#blocker = blocker
  }

  update(running: number): void {
    if (running > 0) this.#id ??= this.#blocker.start('prevent-app-suspension')
    else this.release()
  }

  release(): void {
    if (this.#id !== null) this.#blocker.stop(this.#id)
    this.#id = null
  }
}
