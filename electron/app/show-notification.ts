import { Notification } from 'electron'
import type { PlannedNotification } from './notification-plan.ts'

/** The system's centre may hold a notification for days, but the newest few are those that people click. */
const kept = 20

/** Shows notifications; each is kept for a while, because one that is collected forgets what a click on it means. */
export class NotificationCentre {
  readonly #shown: Notification[] = []
  readonly #onClick: (target: PlannedNotification['target']) => void
  readonly #onFailed: (error: string) => void

  constructor(onClick: (target: PlannedNotification['target']) => void, onFailed: (error: string) => void) {
    this.#onClick = onClick
    this.#onFailed = onFailed
  }

  show({ title, body, target }: PlannedNotification): void {
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body })
    notification.on('click', () => this.#onClick(target))
    // An unsigned program on macOS gets this instead of a notification.
    notification.on('failed', (_event, error) => this.#onFailed(error))
    notification.show()
    this.#shown.push(notification)
    if (this.#shown.length > kept) this.#shown.shift()
  }
}
