import { describe, expect, it } from 'vitest'
import { SeededRandom } from './seeded-random.ts'

describe('seeded random', () => {
  it('repeats the same decisions for the same seed and others for another', () => {
    const draw = (seed: number) => {
      const random = new SeededRandom(seed)
      return Array.from({ length: 50 }, () => random.between(0, 1_000_000))
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('stays within its ends and reaches both', () => {
    const random = new SeededRandom(1)
    const drawn = new Set(Array.from({ length: 1_000 }, () => random.between(3, 6)))
    expect([...drawn].sort()).toEqual([3, 4, 5, 6])
    for (let i = 0; i < 1_000; i += 1) {
      const size = random.spread(100, 10_000)
      expect(size).toBeGreaterThanOrEqual(100)
      expect(size).toBeLessThanOrEqual(10_000)
    }
  })

  it('forks a source whose use does not shift its own decisions', () => {
    const decide = (draws: number) => {
      const random = new SeededRandom(3)
      const fork = random.fork()
      for (let i = 0; i < draws; i += 1) fork.next()
      return random.next()
    }
    expect(decide(0)).toBe(decide(100))
  })
})
