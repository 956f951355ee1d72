import type { WindowTarget } from '../../shared/ipc.ts'

interface Parts {
  /** Brings the window in front, creating it where there is none. */
  show: () => void
  send: (target: WindowTarget) => void
}

/**
 * Opens a place of the window from outside of it: from the tray, the menu
 * or a notification. A window that is still loading goes there when it can.
 */
export class WindowNavigation {
  readonly #parts: Parts
  #isListening = false
  #wanted: WindowTarget | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  goTo(target: WindowTarget): void {
    this.#wanted = target
    this.#parts.show()
    this.#deliver()
  }

  /** The window has subscribed, or there is none any more. */
  setListening(isListening: boolean): void {
    this.#isListening = isListening
    this.#deliver()
  }

  #deliver(): void {
    if (!this.#isListening || this.#wanted === null) return
    this.#parts.send(this.#wanted)
    this.#wanted = null
  }
}
