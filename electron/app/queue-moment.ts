import type { Destination } from '../../shared/destination.ts'
import { proxyProblem } from '../../shared/proxy-problem.ts'
import type { QueueReader } from '../checkpoint/queue-reader.ts'
import type { QueueMoment } from './happenings.ts'

/** What the notifications compare: batches, problems, and which destinations wait for credentials. */
export function queueMoment(
  queue: Pick<QueueReader, 'batches' | 'count' | 'waitingFor'>,
  destinations: readonly Pick<Destination, 'id' | 'name' | 'credentialProblem'>[],
): QueueMoment {
  return {
    batches: queue.batches(),
    problems: queue.count(['failed']),
    credentials: queue.waitingFor('credentials').map(({ destinationId, count }) => {
      const destination = destinations.find(({ id }) => id === destinationId)
      return {
        destinationId,
        destinationName: destination?.name ?? destinationId,
        count,
        isOfProxy: proxyProblem(destination?.credentialProblem) !== null,
      }
    }),
  }
}
