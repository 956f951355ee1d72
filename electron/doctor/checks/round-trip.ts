import { type Check, pass } from '../check.ts'

const rounds = 5

/** The median of five small questions on a connection that is open already. */
export const roundTrip: Check = {
  name: 'roundTrip',
  needs: ['credentials', 'bucket'],
  run: async ({ store }, signal) => {
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now()
      await store.probe(signal)
      times.push(performance.now() - startedAt)
    }
    const median = times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
    return pass('roundTripSeen', { ms: Math.max(1, Math.round(median)) })
  },
}
