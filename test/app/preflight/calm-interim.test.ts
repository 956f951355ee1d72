import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CalmInterim } from '../../../electron/app/preflight/calm-interim.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function begin(signal = new AbortController().signal) {
  const interim = new CalmInterim(signal)
  const show = vi.fn()
  interim.begin(300, show)
  return { interim, show }
}

/** After how many milliseconds of fake time `promise` resolves. */
async function timeOf(promise: Promise<void>): Promise<number> {
  const start = performance.now()
  let end = Number.NaN
  void promise.then(() => {
    end = performance.now()
  })
  await vi.advanceTimersByTimeAsync(5000)
  return Math.round(end - start)
}

it('is never shown for a wait that is over before the delay', async () => {
  const { interim, show } = begin()
  await vi.advanceTimersByTimeAsync(299)
  expect(await timeOf(interim.end())).toBe(0)
  expect(show).not.toHaveBeenCalled()
})

it('stands long enough to be read when the wait is over just after it appeared', async () => {
  const { interim, show } = begin()
  await vi.advanceTimersByTimeAsync(310)
  expect(show).toHaveBeenCalledOnce()
  expect(await timeOf(interim.end())).toBe(890)
})

it('adds nothing to a wait that was long by itself', async () => {
  const { interim } = begin()
  await vi.advanceTimersByTimeAsync(4000)
  expect(await timeOf(interim.end())).toBe(0)
})

it('holds nobody up once the person has gone on', async () => {
  const abort = new AbortController()
  const { interim } = begin(abort.signal)
  await vi.advanceTimersByTimeAsync(310)
  const ended = timeOf(interim.end())
  abort.abort()
  expect(await ended).toBe(0)
})

it('does not appear any more once the person has gone on', async () => {
  const abort = new AbortController()
  const { show } = begin(abort.signal)
  abort.abort()
  await vi.advanceTimersByTimeAsync(5000)
  expect(show).not.toHaveBeenCalled()
})
