import type { HoldView } from '../../shared/ipc.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { Engine } from '../engine/ports/engine.ts'
import type { Hold } from '../engine/ports/upload-record.ts'

/** Why everything may have to stand still; the first that holds is the one that is shown. */
const causes = ['update', 'timed', 'battery'] as const satisfies readonly HoldView['cause'][]
type HoldCause = HoldView['cause']

/** Joins what may hold all uploads into the one hold that the engine knows. */
export class Holds {
  readonly #engine: Pick<Engine, 'hold'>
  readonly #active = new Map<HoldCause, Hold>()

  readonly #onChanged: (view: HoldView | null) => void

  constructor(engine: Pick<Engine, 'hold'>, onChanged: (view: HoldView | null) => void) {
    this.#engine = engine
    this.#onChanged = onChanged
  }

  /** What a person sees of it. */
  view(): HoldView | null {
    const cause = this.#cause()
    return cause === undefined ? null : { cause, until: this.#active.get(cause)?.nextTryAt ?? null }
  }

  /** `until` is Unix milliseconds where the end is known. */
  begin(cause: HoldCause, until: number | null, when: 'now' | 'after-parts' = 'now'): void {
    this.#active.set(cause, { reason: reasons[cause], nextTryAt: until })
    this.#engine.hold(this.#shown(), when)
    this.#onChanged(this.view())
  }

  end(cause: HoldCause): void {
    if (!this.#active.delete(cause)) return
    this.#engine.hold(this.#shown())
    this.#onChanged(this.view())
  }

  /** The person wants everything to go on now, whatever held it. */
  endAll(): void {
    if (this.#active.size === 0) return
    this.#active.clear()
    this.#engine.hold(null)
    this.#onChanged(null)
  }

  /** The person resumed everything: the engine goes on already. */
  forget(): void {
    if (this.#active.size === 0) return
    this.#active.clear()
    this.#onChanged(null)
  }

  #cause(): HoldCause | undefined {
    return causes.find((each) => this.#active.has(each))
  }

  #shown(): Hold | null {
    const cause = this.#cause()
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
