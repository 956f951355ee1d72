import type { Events } from '../../shared/ipc.ts'

type Notice = Events['notice']

/** What people must be told waits here until there is a window that listens: nothing said during the start gets lost. */
export class Notices {
  readonly #send: (notice: Notice) => void
  readonly #waiting: Notice[]
  #hasListener = false

  /** `waiting`: what happened before anybody could be told, e.g. while the checkpoint was opened. */
  constructor(send: (notice: Notice) => void, waiting: readonly Notice[]) {
    this.#send = send
    this.#waiting = [...waiting]
  }

  tell(notice: Notice): void {
    if (this.#hasListener) this.#send(notice)
    else this.#waiting.push(notice)
  }

  /** A window has subscribed. */
  listen(): void {
    this.#hasListener = true
    for (const notice of this.#waiting.splice(0)) this.#send(notice)
  }

  /** Its window is gone. */
  pause(): void {
    this.#hasListener = false
  }
}
