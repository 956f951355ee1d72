import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { Engine } from '../engine/ports/engine.ts'
import type { Hold } from '../engine/ports/upload-record.ts'

/** Why everything may have to stand still; the first that holds is the one that is shown. */
const causes = ['update', 'timed', 'battery'] as const
export type HoldCause = (typeof causes)[number]

/** Joins what may hold all uploads into the one hold that the engine knows. */
export class Holds {
  readonly #engine: Pick<Engine, 'hold'>
  readonly #active = new Map<HoldCause, Hold>()

  constructor(engine: Pick<Engine, 'hold'>) {
    this.#engine = engine
  }

  /** `until` is Unix milliseconds where the end is known. */
  begin(cause: HoldCause, until: number | null, when: 'now' | 'after-parts' = 'now'): void {
    this.#active.set(cause, { reason: reasons[cause], nextTryAt: until })
    this.#engine.hold(this.#shown(), when)
  }

  end(cause: HoldCause): void {
    if (this.#active.delete(cause)) this.#engine.hold(this.#shown())
  }

  /** The person resumed everything: the engine goes on already. */
  forget(): void {
    this.#active.clear()
  }

  #shown(): Hold | null {
    const cause = causes.find((each) => this.#active.has(each))
    return (cause && this.#active.get(cause)) ?? null
  }
}

const held = (code: string, message: string): UploadErrorData => ({
  code,
  retry: 'fatal',
  message,
  fromServer: false,
})

const reasons: Record<HoldCause, UploadErrorData> = {
  update: held('HeldForUpdate', 'A new version is about to be installed.'),
  timed: held('HeldForAWhile', 'Everything is paused for a while.'),
  battery: held('HeldOnBattery', 'The computer runs on battery.'),
}
