import type { WebContents } from 'electron'
import type { EventName, Events } from '../../../shared/ipc.ts'
import { sendEvent } from '../ipc.ts'

type Listener = <K extends EventName>(name: K, payload: Events[K]) => void
type Page = Pick<WebContents, 'send' | 'isDestroyed'>

/**
 * Whoever hears what happens in the program: the window first,
 * then what the desktop shows beside it, in the order of joining.
 */
export class Audience {
  readonly #page: () => Page | null
  readonly #listeners: Listener[] = []

  constructor(page: () => Page | null) {
    this.#page = page
  }

  /** Hears everything the window hears. */
  join(listener: Listener): void {
    this.#listeners.push(listener)
  }

  /** Hears one event. */
  on<K extends EventName>(wanted: K, listener: (payload: Events[K]) => void): void {
    this.join((name, payload) => {
      if (name === (wanted as EventName)) listener(payload as unknown as Events[K])
    })
  }

  tell<K extends EventName>(name: K, payload: Events[K]): void {
    const page = this.#page()
    if (page !== null) sendEvent(page, name, payload)
    for (const listener of this.#listeners) listener(name, payload)
  }
}
