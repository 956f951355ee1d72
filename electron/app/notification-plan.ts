import type { WindowTarget } from '../../shared/ipc.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Say } from './language.ts'

/** A batch that has come to its end since people were told last. */
export interface EndedBatch {
  name: string
  /** Uploads that are in the bucket, or were there already. */
  done: number
  problems: number
}

/** Uploads of one destination that wait for credentials and did not when people were told last. */
export interface CredentialsNeeded {
  destinationId: string
  destinationName: string
  count: number
  /** The proxy wants a log-in, not OSS. */
  isOfProxy?: boolean
}

/** What has happened since people were told last. */
export interface Happened {
  ended: readonly EndedBatch[]
  newProblems: number
  credentials: readonly CredentialsNeeded[]
}

export interface PlannedNotification {
  title: string
  body: string
  /** What a click opens. */
  target: WindowTarget
}

type Wishes = Pick<Settings, 'notifyDone' | 'notifyProblems' | 'notifyCredentials'>

/**
 * At most one notification per kind, however much has happened: what is done, what has problems, and where credentials
 * are needed. A batch that ended with problems is told with the problems only.
 */
export function planNotifications(happened: Happened, wishes: Wishes, say: Say): PlannedNotification[] {
  return [
    wishes.notifyDone ? doneNotification(happened, say) : null,
    wishes.notifyProblems ? problemNotification(happened, say) : null,
    wishes.notifyCredentials ? credentialsNotification(happened, say) : null,
  ].filter((planned) => planned !== null)
}

function doneNotification({ ended }: Happened, say: Say): PlannedNotification | null {
  const whole = ended.filter(({ done, problems }) => done > 0 && problems === 0)
  const [first, ...others] = whole
  if (first === undefined) return null
  const count = whole.reduce((sum, { done }) => sum + done, 0)
  const body =
    others.length === 0
      ? first.name
      : say('notify.namesAndOthers', { name: first.name, count: others.length })
  return { title: say('notify.done', { count }), body, target: { place: 'queue', filter: 'done' } }
}

function problemNotification({ ended, newProblems }: Happened, say: Say): PlannedNotification | null {
  if (newProblems === 0) return null
  const troubled = ended.filter(({ problems }) => problems > 0)
  const [only] = troubled
  const body =
    troubled.length === 1 && only !== undefined
      ? say('notify.problemsIn', { name: only.name, count: only.done })
      : say('notify.problemsLook')
  return {
    title: say('notify.problems', { count: newProblems }),
    body,
    target: { place: 'queue', filter: 'problems' },
  }
}

function credentialsNotification({ credentials }: Happened, say: Say): PlannedNotification | null {
  const [first, ...others] = credentials
  if (first === undefined) return null
  const count = credentials.reduce((sum, needed) => sum + needed.count, 0)
  if (credentials.every(({ isOfProxy }) => isOfProxy)) {
    return {
      title: say('notify.proxy'),
      body: say('notify.proxyWaiting', { count }),
      target: { place: 'settings', section: 'network' },
    }
  }
  const isOne = others.length === 0
  return {
    title: isOne
      ? say('notify.credentialsFor', { name: first.destinationName })
      : say('notify.credentialsForMany', { count: credentials.length }),
    body: say('notify.credentialsWaiting', { count }),
    target: isOne ? { place: 'destination', id: first.destinationId } : { place: 'queue', filter: 'waiting' },
  }
}
