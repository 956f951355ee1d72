import type { Events } from '../../shared/ipc.ts'
import type { QueueReader } from '../checkpoint/queue-reader.ts'

/** Right after a start: what goes on by itself and what stays as the person left it. Null when nothing was left. */
export function resumedNotice(queue: Pick<QueueReader, 'count'>): Events['notice'] | null {
  const resumed = queue.count(['queued', 'uploading'])
  const paused = queue.count(['paused'])
  if (resumed === 0 && paused === 0) return null
  if (resumed === 0) return { kind: 'stillPaused', level: 'info', params: { count: paused } }
  const kind = paused === 0 ? 'resumed' : 'resumedSomePaused'
  return { kind, level: 'info', params: { count: resumed, paused } }
}
