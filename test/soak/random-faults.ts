import { serverTrouble } from '../faults/canned-answer.ts'
import type { Fault } from '../faults/fault.ts'
import type { RequestInfo } from '../faults/request-phase.ts'
import type { SeededRandom } from './seeded-random.ts'

/** How many of a hundred requests meet a fault. */
const faultsPerHundred = 8

/**
 * The faults of one round. Which request meets which fault depends on the order of arrival, so the seed repeats the
 * decisions, not the timing.
 */
export function randomFaults(random: SeededRandom): (request: RequestInfo) => Fault | null {
  return (request) => {
    const isHit = random.chance(faultsPerHundred / 100)
    const fault = pickFault(random, request)
    return isHit ? fault : null
  }
}

function pickFault(random: SeededRandom, { phase, bodyBytes }: RequestInfo): Fault {
  const somewhere = random.between(0, Math.max(0, bodyBytes - 1))
  const faults: Fault[] = [
    { kind: 'reset', afterBodyBytes: somewhere },
    { kind: 'lost-answer' },
    { kind: 'half-answer' },
    { kind: 'answer', answer: serverTrouble(random.pick([500, 502, 503])) },
    { kind: 'slow', bytesPerSecond: Math.max(2_000, bodyBytes * random.between(4, 40)) },
    { kind: 'refuse', forMs: random.between(1, 300) },
  ]
  if (phase === 'part' || phase === 'put') {
    faults.push({ kind: 'wrong-crc' }, { kind: 'flip-bit', atBodyByte: somewhere })
  }
  // Costs a whole stall each time, so rarer than the others.
  if (random.chance(0.2)) faults.push({ kind: 'black-hole', readsBodyBytes: somewhere })
  return random.pick(faults)
}
