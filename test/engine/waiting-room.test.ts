import { expect, it } from 'vitest'
import { WaitingRoom } from '../../electron/engine/waiting-room.ts'
import { FakeClock } from './support/fake-clock.ts'

function room() {
  const clock = new FakeClock()
  const called: [number, number[]][] = []
  const startedAt = clock.now()
  const waiting = new WaitingRoom(clock, (ids) => called.push([clock.now() - startedAt, ids]))
  return { clock, called, waiting, in: (ms: number) => clock.now() + ms }
}

it('calls each id when its time has come, those of the same time together', async () => {
  const { clock, called, waiting, in: after } = room()
  waiting.add(1, after(60_000))
  waiting.add(2, after(5_000))
  waiting.add(3, after(60_000))
  await clock.advance(100_000)
  expect(called).toEqual([
    [5_000, [2]],
    [60_000, [1, 3]],
  ])
  expect(clock.sleepers).toBe(0)
})

it('takes the newer time of an id', async () => {
  const { clock, called, waiting, in: after } = room()
  waiting.add(1, after(5_000))
  waiting.add(1, after(9_000))
  await clock.advance(20_000)
  expect(called).toEqual([[9_000, [1]]])
})

it('lets everybody go at once', async () => {
  const { clock, called, waiting, in: after } = room()
  waiting.add(1, after(5_000))
  waiting.add(2, after(50_000))
  waiting.release()
  expect(called).toEqual([[0, [1, 2]]])
  await clock.advance(100_000)
  expect(called.length).toBe(1)
})

it('does not wait longer because the clock was set back', async () => {
  const { clock, called, waiting, in: after } = room()
  waiting.add(1, after(60_000))
  await clock.advance(20_000)
  clock.setBack(7_200_000)
  await clock.advance(90_000)
  expect(called.map(([, ids]) => ids)).toEqual([[1]])
})
