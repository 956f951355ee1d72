import { describe, expect, it } from 'vitest'
import { playMishaps } from './random-mishaps.ts'

/** Each seed is another story; a failing one is printed whole. */
const seeds = Array.from({ length: 24 }, (_, i) => i + 1)

describe('uploads over a line on which every third request meets a fault', () => {
  it.each(seeds)('end right, story %i', async (seed) => {
    const { violations, story } = await playMishaps(seed)
    expect(violations, story).toEqual([])
  })
})
