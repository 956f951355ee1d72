import { describe, expect, it } from 'vitest'
import { RateLimiter } from '../../electron/engine/rate-limit.ts'
import { FakeClock } from './support/fake-clock.ts'

const KiB = 1024
const MiB = 1024 * KiB
const never = new AbortController().signal

/** A flow that always wants more; counts what it was given. */
function greedy(limiter: RateLimiter, flow: number, signal: AbortSignal = never) {
  const state = { bytes: 0, grants: [] as number[] }
  const run = async () => {
    for (;;) {
      const granted = await limiter.take(64 * KiB, flow, signal)
      state.bytes += granted
      state.grants.push(granted)
    }
  }
  run().catch(() => undefined)
  return state
}

describe('rate limit', () => {
  it('answers at once, without a promise, where there is no limit', () => {
    const limiter = new RateLimiter(new FakeClock())
    expect(limiter.take(8 * MiB, 1, never)).toBe(8 * MiB)
  })

  it.each([
    ['10 KB/s', 10 * KiB],
    ['300 KB/s', 300 * KiB],
    ['20 MB/s', 20 * MiB],
    ['1 GB/s', 1024 * MiB],
  ])('lets through what %s allows, over any second', async (_name, rate) => {
    const clock = new FakeClock()
    const limiter = new RateLimiter(clock)
    limiter.setLimit(rate)
    const ended = new AbortController()
    const flow = greedy(limiter, 1, ended.signal)
    const seconds = rate > 100 * MiB ? 2 : 5
    let before = 0
    for (let second = 0; second < seconds; second += 1) {
      await clock.advance(1_000)
      const inThisSecond = flow.bytes - before
      before = flow.bytes
      expect(inThisSecond).toBeGreaterThan(rate * 0.85)
      expect(inThisSecond).toBeLessThan(rate * 1.15)
    }
    ended.abort()
  })

  it('flows smoothly at 10 KB/s: small slices, several a second', async () => {
    const clock = new FakeClock()
    const limiter = new RateLimiter(clock)
    limiter.setLimit(10 * KiB)
    const flow = greedy(limiter, 1)
    await clock.advance(2_000)
    expect(Math.max(...flow.grants)).toBe(KiB)
    expect(flow.grants.length).toBeGreaterThanOrEqual(18)
  })

  it('is fair between uploads, however many parts each has under way', async () => {
    const clock = new FakeClock()
    const limiter = new RateLimiter(clock)
    limiter.setLimit(100 * KiB)
    const many = Array.from({ length: 9 }, () => greedy(limiter, 1))
    const one = greedy(limiter, 2)
    await clock.advance(10_000)
    const ofMany = many.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(one.bytes / ofMany).toBeGreaterThan(0.9)
    expect(one.bytes / ofMany).toBeLessThan(1.1)
    for (const { bytes } of many) expect(bytes).toBeGreaterThan((ofMany / 9) * 0.8)
  })

  it('obeys a new limit at once, also for those who wait', async () => {
    const clock = new FakeClock()
    const limiter = new RateLimiter(clock)
    limiter.setLimit(10 * KiB)
    const flow = greedy(limiter, 1)
    await clock.advance(1_000)
    limiter.setLimit(1 * MiB)
    const before = flow.bytes
    await clock.advance(1_000)
    expect(flow.bytes - before).toBeGreaterThan(0.9 * MiB)
    limiter.setLimit(10 * KiB)
    const after = flow.bytes
    await clock.advance(1_000)
    expect(flow.bytes - after).toBeLessThan(12 * KiB)
  })

  it('frees everybody when the limit is taken away', async () => {
    const clock = new FakeClock()
    const limiter = new RateLimiter(clock)
    limiter.setLimit(10 * KiB)
    const waiting = [1, 2, 3].map((flow) => limiter.take(8 * MiB, flow, never))
    limiter.setLimit(null)
    expect(await Promise.all(waiting)).toEqual([8 * MiB, 8 * MiB, 8 * MiB])
  })

  it('lets go of a waiter at once when its run is cut, and gives its turn to the next', async () => {
    const clock = new FakeClock()
    const limiter = new RateLimiter(clock)
    limiter.setLimit(10 * KiB)
    const cut = new AbortController()
    const first = limiter.take(KiB, 1, cut.signal)
    const second = limiter.take(KiB, 2, never)
    cut.abort(new Error('paused'))
    await expect(first).rejects.toThrow('paused')
    await clock.advance(101)
    await expect(second).resolves.toBe(KiB)
  })

  it('makes up for no lost time: an hour without traffic is followed by no gust', async () => {
    const clock = new FakeClock()
    const limiter = new RateLimiter(clock)
    limiter.setLimit(100 * KiB)
    await clock.advance(3_600_000)
    const flow = greedy(limiter, 1)
    await clock.advance(1_000)
    expect(flow.bytes).toBeLessThan(115 * KiB)
  })
})
