import type { BatchView } from '../../shared/queue.ts'
import type { CredentialsNeeded, Happened } from './notification-plan.ts'

/** What the queue looks like at one moment. */
export interface QueueMoment {
  batches: readonly Pick<BatchView, 'id' | 'name' | 'status' | 'done' | 'problems'>[]
  problems: number
  credentials: readonly CredentialsNeeded[]
}

/** Compares moments of the queue: what ended, failed or began to wait for credentials in between. */
export class Happenings {
  #newestBatchId: number
  #open: ReadonlySet<number>
  #problems: number
  #waiting: ReadonlySet<string>

  /** What is there at the beginning is no news. */
  constructor(first: QueueMoment) {
    this.#newestBatchId = newestId(first, 0)
    this.#open = openBatches(first)
    this.#problems = first.problems
    this.#waiting = new Set(first.credentials.map(({ destinationId }) => destinationId))
  }

  since(moment: QueueMoment): Happened {
    const isNews = (id: number) => this.#open.has(id) || id > this.#newestBatchId
    const ended = moment.batches.filter(({ id, status }) => status === 'finished' && isNews(id))
    const happened = {
      ended,
      newProblems: Math.max(0, moment.problems - this.#problems),
      credentials: moment.credentials.filter(({ destinationId }) => !this.#waiting.has(destinationId)),
    }
    this.#newestBatchId = newestId(moment, this.#newestBatchId)
    this.#open = openBatches(moment)
    this.#problems = moment.problems
    this.#waiting = new Set(moment.credentials.map(({ destinationId }) => destinationId))
    return happened
  }
}

function newestId({ batches }: QueueMoment, atLeast: number): number {
  return batches.reduce((newest, { id }) => Math.max(newest, id), atLeast)
}

function openBatches({ batches }: QueueMoment): ReadonlySet<number> {
  return new Set(batches.filter(({ status }) => status !== 'finished').map(({ id }) => id))
}
