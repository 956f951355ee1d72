import { describe, expect, it } from 'vitest'
import { OverallProgress, progressMode } from '../../electron/app/overall-progress.ts'

function run(...bytesLeft: number[]): number[] {
  const progress = new OverallProgress()
  return bytesLeft.map((bytes) => progress.update(bytes))
}

describe('OverallProgress', () => {
  it('goes from nothing to all, then shows no bar', () => {
    expect(run(0, 100, 50, 25, 0)).toEqual([-1, 0, 0.5, 0.75, -1])
  })

  it('counts files that are added on the way as part of the same work', () => {
    expect(run(100, 50, 150, 75)).toEqual([0, 0.5, 0.25, 0.625])
  })

  it('begins anew after everything was done', () => {
    expect(run(100, 10, 0, 40, 20)).toEqual([0, 0.9, -1, 0, 0.5])
  })
})

it.each([
  [{ running: 0, waiting: 0, problems: 0 }, 'normal'],
  [{ running: 2, waiting: 3, problems: 0 }, 'normal'],
  [{ running: 0, waiting: 3, problems: 0 }, 'paused'],
  [{ running: 2, waiting: 3, problems: 1 }, 'error'],
] as const)('colours the bar by what asks for attention: %o', (counts, mode) => {
  expect(progressMode(counts)).toBe(mode)
})
