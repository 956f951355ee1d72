import type { Log } from '../../engine/ports/log.ts'
import { Notifier } from '../notifier.ts'
import type { Program } from '../program.ts'
import { queueMoment } from '../queue-moment.ts'
import { NotificationCentre } from '../show-notification.ts'
import type { Shell } from './shell.ts'

/** Notifications for whoever does not look at the window; a click on one opens its place there. */
export function notifyPeople(
  { checkpoint, destinations, settings }: Pick<Program, 'checkpoint' | 'destinations' | 'settings'>,
  { appearance, audience, navigation, window }: Shell,
  log: Pick<Log, 'warn'>,
): Notifier {
  const centre = new NotificationCentre(
    (target) => navigation.goTo(target),
    (error) => log.warn('a notification was not shown', { error }),
  )
  const notifier = new Notifier({
    look: () => queueMoment(checkpoint.queue, destinations.list()),
    settings,
    say: () => appearance.say,
    isInFront: () => window.isInFront,
    show: (notification) => centre.show(notification),
  })
  audience.join((name, payload) => notifier.follow(name, payload))
  return notifier
}
