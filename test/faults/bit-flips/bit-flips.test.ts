import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CrashedProgram, crashProgram } from './crashed-program.ts'
import { playFlip } from './play-flip.ts'

let crashed: CrashedProgram
beforeAll(async () => {
  crashed = await crashProgram()
})
afterAll(() => crashed.remove())

/** `npm run soak -- --flips 1000` plays as many as wanted; here are enough to notice when one kind goes wrong. */
const flips = 15

describe('one flipped bit in the checkpoint of a program that was killed', () => {
  it.each(['file', 'row'] as const)(
    'in the %s: every object is right or the reason is shown (R5)',
    async (target) => {
      for (let seed = 1; seed <= flips; seed += 1) {
        const { where, violations } = await playFlip(crashed, target, seed)
        expect(violations, where).toEqual([])
      }
    },
    120_000,
  )
})
