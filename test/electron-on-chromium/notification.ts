import { EventEmitter } from 'node:events'
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron'
import { Preventable } from './preventable.ts'
import { run } from './run.ts'
import { state } from './state.ts'
import { strict } from './strict.ts'

type Answered = Pick<ElectronNotification, 'body' | 'close' | 'show' | 'title'>

let nextId = 1
export const notificationsById = new Map<number, EventEmitter>()

/** Goes to the terminal instead of the desktop; tests read and click it through the control channel. */
export class Notification extends EventEmitter implements Answered {
  static isSupported = () => true
  readonly #id = nextId++
  readonly title: string
  readonly body: string

  constructor(options: NotificationConstructorOptions = {}) {
    super()
    this.title = options.title ?? ''
    this.body = options.body ?? ''
    // biome-ignore lint/correctness/noConstructorReturn: the program must get the notification behind its guard.
    return strict('Notification', this)
  }

  show(): void {
    state.notifications.push({ id: this.#id, title: this.title, body: this.body })
    notificationsById.set(this.#id, this)
    if (!run.isControlled) console.log(`${this.title}: ${this.body}`)
    this.emit('show', new Preventable())
  }

  close(): void {
    notificationsById.delete(this.#id)
    this.emit('close', new Preventable())
  }
}
