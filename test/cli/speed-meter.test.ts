import { expect, it } from 'vitest'
import { SpeedMeter } from '../../electron/cli/speed-meter.ts'

function meterOf(samples: readonly [at: number, bytes: number][]): SpeedMeter {
  const meter = new SpeedMeter()
  for (const [at, bytes] of samples) meter.add(at, bytes)
  return meter
}

it('measures over the last seconds, not since the start', () => {
  const meter = meterOf([
    [0, 0],
    [60_000, 60_000_000],
    [64_000, 60_400_000],
    [68_000, 60_800_000],
  ])
  expect(meter.bytesPerSecond).toBe(100_000)
  expect(meter.secondsLeft(1_000_000)).toBe(10)
})

it('knows no time left at the beginning, nor while nothing moves', () => {
  expect(meterOf([[0, 0]]).secondsLeft(10)).toBeNull()
  const samples: [number, number][] = [
    [0, 0],
    [500, 100],
  ]
  expect(meterOf(samples).secondsLeft(10)).toBeNull()
  const still: [number, number][] = [
    [0, 100],
    [2000, 100],
  ]
  expect(meterOf(still).secondsLeft(10)).toBeNull()
})

it('does not go below zero when a part is sent again', () => {
  const meter = meterOf([
    [0, 1000],
    [1000, 3000],
    [2000, 500],
    [3000, 1500],
  ])
  expect(meter.bytesPerSecond).toBe(1000)
})
