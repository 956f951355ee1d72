import type { EventName, Events, WindowTarget } from '../../shared/ipc.ts'
import type { Settings } from '../../shared/settings.ts'
import { Happenings, type QueueMoment } from './happenings.ts'
import type { Say } from './language.ts'
import { type PlannedNotification, planNotifications } from './notification-plan.ts'

/** Things that happen within this time are told together; the last of them starts it anew … */
const quietMs = 1500
/** … but nothing waits longer than this to be told. */
const longestMs = 10_000

interface Parts {
  look: () => QueueMoment
  settings: () => Settings
  say: () => Say
  /** Whoever looks at the window needs no notification. */
  isInFront: () => boolean
  show: (notification: PlannedNotification) => void
}

/** What was resumed is said by a notice; without a window it would be said to nobody. */
const startNotices: readonly string[] = ['resumed', 'resumedSomePaused', 'stillPaused']

/** Tells people who do not look at the window what they would see there. */
export class Notifier {
  readonly #parts: Parts
  readonly #happenings: Happenings
  #timer: NodeJS.Timeout | null = null
  #firstChangeAt = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#happenings = new Happenings(parts.look())
  }

  /** Hears everything the window hears. */
  follow<K extends EventName>(name: K, payload: Events[K]): void {
    if (name === 'uploads.changed') this.#lookSoon()
    if (name === 'notice') this.#tellStart(payload as Events['notice'])
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #lookSoon(): void {
    const now = Date.now()
    if (this.#timer === null) this.#firstChangeAt = now
    else clearTimeout(this.#timer)
    const waitMs = Math.max(0, Math.min(quietMs, this.#firstChangeAt + longestMs - now))
    this.#timer = setTimeout(() => this.#look(), waitMs)
  }

  #look(): void {
    this.#timer = null
    const { look, settings, say, isInFront, show } = this.#parts
    const happened = this.#happenings.since(look())
    if (isInFront()) return
    for (const planned of planNotifications(happened, settings(), say())) show(planned)
  }

  #tellStart({ kind, params }: Events['notice']): void {
    const { settings, say, isInFront, show } = this.#parts
    if (!startNotices.includes(kind) || !settings().notifyResumed || isInFront()) return
    const target: WindowTarget = { place: 'queue', filter: 'all' }
    show({ title: 'Stevedore', body: say()(`notices.${kind}` as Parameters<Say>[0], params), target })
  }
}
