import type { PartFact } from '../../shared/queue.ts'
import type { PartMapModel } from './part-map-model.ts'

/** Fewer speeds than this say nothing about what is usual. */
const leastToCompare = 8
/** A part is slow below this share of the usual speed. */
const slowShare = 0.6

/**
 * The parts that stand out: tried more than once, most tries first; then those that went far slower than is usual for this
 * upload, slowest first.
 */
export function worstParts(model: PartMapModel, most: number): PartFact[] {
  const retried: PartFact[] = []
  const timed: { fact: PartFact; speed: number }[] = []
  for (const fact of model.knownFacts()) {
    if (fact.tries > 1) retried.push(fact)
    else if (fact.bytesPerSecond !== null && model.stateOf(fact.partNumber) === 'done') {
      timed.push({ fact, speed: fact.bytesPerSecond })
    }
  }
  retried.sort((a, b) => b.tries - a.tries || a.partNumber - b.partNumber)
  timed.sort((a, b) => a.speed - b.speed)
  const usual = timed[Math.floor(timed.length / 2)]?.speed ?? 0
  const slow = timed.length < leastToCompare ? [] : timed.filter(({ speed }) => speed < usual * slowShare)
  return [...retried, ...slow.map(({ fact }) => fact)].slice(0, most)
}
