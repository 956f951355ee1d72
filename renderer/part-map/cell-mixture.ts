import type { PartState } from '../../shared/queue.ts'
import { type PartMapModel, partStates } from './part-map-model.ts'

/** What a cell shows: how much of it each state takes, in the order of `partStates`. Shares add up to 1. */
export interface CellMixture {
  /** The state of all its parts, or null for a mixture. */
  only: PartState | null
  shares: { state: PartState; share: number }[]
  /** How much of its parts that are being sent is on its way, 0 to 1. */
  filled: number
}

/** Reads the parts `first` to `last`, both inclusive. A part being sent counts with what has been sent of it. */
export function mixtureOf(model: PartMapModel, first: number, last: number): CellMixture {
  const count = last - first + 1
  if (count === 1) {
    const state = model.stateOf(first)
    return { only: state, shares: [{ state, share: 1 }], filled: model.filledShare(first) }
  }
  const numbers: Record<PartState, number> = { kept: 0, done: 0, sending: 0, retry: 0, waiting: 0 }
  let filled = 0
  for (let part = first; part <= last; part += 1) {
    const state = model.stateOf(part)
    numbers[state] += 1
    if (state === 'sending') filled += model.filledShare(part)
  }
  const shares = partStates
    .filter((state) => numbers[state] > 0)
    .map((state) => ({ state, share: numbers[state] / count }))
  const only = shares.length === 1 ? (shares[0]?.state ?? null) : null
  return { only, shares, filled: numbers.sending === 0 ? 0 : filled / numbers.sending }
}
