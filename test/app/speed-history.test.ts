import { expect, it } from 'vitest'
import { SpeedHistory } from '../../electron/app/speed-history.ts'
import type { RunningUpload } from '../../electron/engine/ports/running-upload.ts'

function running(id: number, sentBytes: number): RunningUpload {
  return { id, batchId: 1, sizeBytes: 1e9, confirmedBytes: 0, inFlightBytes: 0, sentBytes, parts: [] }
}

const last = (history: SpeedHistory, id: number | null, now: number, seconds: number) =>
  history.samples(id, now).bytesPerSecond.slice(-seconds)

it('tells the bytes of each whole second, spread over the time in which they went', () => {
  const history = new SpeedHistory()
  history.measure(10_000, [running(1, 0)])
  history.measure(10_500, [running(1, 1000)])
  history.measure(11_500, [running(1, 3000)])
  history.measure(13_000, [running(1, 3000)])
  expect(last(history, null, 13_200, 4)).toEqual([0, 2000, 1000, 0])
  expect(history.samples(null, 13_200)).toMatchObject({ endAt: 13_000 })
  expect(history.samples(null, 13_200).bytesPerSecond).toHaveLength(600)
})

it('counts each upload by itself and all of them together, also one that begins again from zero', () => {
  const history = new SpeedHistory()
  history.measure(1000, [running(1, 0), running(2, 0)])
  history.measure(2000, [running(1, 500), running(2, 100)])
  history.measure(3000, [running(1, 50), running(2, 100)])
  expect(last(history, 1, 3000, 2)).toEqual([500, 50])
  expect(last(history, 2, 3000, 2)).toEqual([100, 0])
  expect(last(history, null, 3000, 2)).toEqual([600, 50])
  expect(last(history, 9, 3000, 2)).toEqual([0, 0])
})

it('shows nothing for a rest, and forgets what is older than ten minutes', () => {
  const history = new SpeedHistory()
  history.measure(1000, [running(1, 0)])
  history.measure(2000, [running(1, 700)])
  history.rest()
  history.measure(60_000, [running(1, 0)])
  history.measure(61_000, [running(1, 900)])
  const minute = last(history, null, 61_000, 60)
  expect(minute.filter((bytes) => bytes > 0)).toEqual([700, 900])
  expect(last(history, null, 700_000, 600).filter((bytes) => bytes > 0)).toEqual([])
  history.measure(700_000, [running(1, 900)])
  expect(last(history, null, 701_000, 600).filter((bytes) => bytes > 0)).toEqual([])
})

it('does not keep a track for each of thousands of small files', () => {
  const history = new SpeedHistory()
  for (let id = 1; id <= 500; id += 1) history.measure(id * 1000, [running(id, 10)])
  expect(last(history, 500, 501_000, 600).some((bytes) => bytes > 0)).toBe(true)
  expect(last(history, 100, 501_000, 600).some((bytes) => bytes > 0)).toBe(false)
})
