import type { FaultProxy } from '../faults/fault-proxy.ts'
import type { PassedRequest } from '../faults/passed-request.ts'
import type { SeededRandom } from './seeded-random.ts'

const stages = ['arrived', 'half read', 'server answered', 'client answered', 'ended'] as const

/** One kill, decided before it happens: who, at which of the next requests, at which stage of it. */
export interface KillPlan {
  victim: 'uploader' | 'bucket' | 'both'
  /** So many requests after the last kill. */
  requestsAhead: number
  stage: (typeof stages)[number]
  delayMs: number
  /** How long the victim stays down. */
  downMs: number
}

export function planKill(random: SeededRandom): KillPlan {
  return {
    victim: random.pick(['uploader', 'uploader', 'bucket', 'both']),
    requestsAhead: random.spread(1, 16) - 1,
    stage: random.pick(stages),
    delayMs: random.pick([0, 0, 0, random.between(0, 8)]),
    downMs: random.pick([0, 0, random.between(0, 300)]),
  }
}

/** Resolves when the planned moment has come; `from` is the number of requests so far. */
export async function momentOf(plan: KillPlan, proxy: FaultProxy, from: number): Promise<void> {
  await proxy.until(() => {
    const request = proxy.requests[from + plan.requestsAhead]
    return request !== undefined && hasReached(plan.stage, request)
  })
  if (plan.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, plan.delayMs))
}

/** A request that a fault ended before the stage counts as having reached it. */
function hasReached(stage: KillPlan['stage'], request: PassedRequest): boolean {
  if (request.state === 'ended') return true
  switch (stage) {
    case 'arrived':
      return true
    case 'half read':
      return request.readBytes * 2 >= request.bodyBytes
    case 'server answered':
      return request.serverStatus !== null
    case 'client answered':
      return request.clientStatus !== null
    case 'ended':
      return false
  }
}
