import { describe, expect, it } from 'vitest'
import { withStallGuard } from '../../electron/engine/stall-guard.ts'
import { connectionRate, stallAllowanceMs, TransferRate } from '../../electron/engine/transfer-rate.ts'
import { FakeClock } from './support/fake-clock.ts'

/** A guarded request that ends only when it is cut, and what a test does to it. */
function guarded(clock: FakeClock, allowanceMs = 30_000) {
  const run = new AbortController()
  const listeners = new Set<() => void>()
  let touch: () => void = () => undefined
  const outcome = withStallGuard(
    {
      clock,
      signal: run.signal,
      allowanceMs: () => allowanceMs,
      onNudge: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    (request) => {
      touch = request.touch
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason))
      })
    },
  ).catch((error: unknown) => error)
  let isOver = false
  void outcome.then(() => {
    isOver = true
  })
  const nudge = () => {
    for (const listener of listeners) listener()
  }
  return { run, outcome, listeners, nudge, touch: () => touch(), isOver: () => isOver }
}

describe('stall guard', () => {
  it('cuts a request after the allowance without a sign of life, and no earlier', async () => {
    const clock = new FakeClock()
    const request = guarded(clock)
    await clock.advance(29_000)
    request.touch()
    await clock.advance(29_000)
    expect(request.isOver()).toBe(false)
    await clock.advance(1_500)
    expect(await request.outcome).toMatchObject({ code: 'Stalled', retry: 'transient' })
    expect(request.listeners.size).toBe(0)
    expect(clock.sleepers).toBe(0)
  })

  it('hands through what ends the run', async () => {
    const clock = new FakeClock()
    const request = guarded(clock)
    const reason = new Error('paused')
    request.run.abort(reason)
    expect(await request.outcome).toBe(reason)
  })

  it('is not fooled by a clock that is set back an hour', async () => {
    const clock = new FakeClock()
    const request = guarded(clock)
    await clock.advance(10_000)
    clock.setBack(3_600_000)
    await clock.advance(40_000)
    expect(await request.outcome).toMatchObject({ code: 'Stalled' })
  })

  it('cuts what has been silent at once when the machine wakes up, and leaves what moves', async () => {
    const clock = new FakeClock()
    const dead = guarded(clock)
    await clock.advance(6_000)
    const lively = guarded(clock)
    await clock.advance(1_000)
    dead.nudge()
    lively.nudge()
    expect(await dead.outcome).toMatchObject({ code: 'Stalled' })
    expect(lively.isOver()).toBe(false)
    lively.run.abort()
    await lively.outcome
  })
})

describe('how long a part may be silent', () => {
  it('is half a minute on any usual line, longer on a slow one, doubled with every stall, ten minutes at most', () => {
    expect(stallAllowanceMs(null, 0)).toBe(30_000)
    expect(stallAllowanceMs(10_000_000, 0)).toBe(30_000)
    expect(stallAllowanceMs(8 * 1024, 0)).toBe(128_000)
    expect(stallAllowanceMs(null, 2)).toBe(120_000)
    expect(stallAllowanceMs(100, 9)).toBe(600_000)
  })

  it('goes by the share of the limit where that is less than what was measured', () => {
    expect(connectionRate(null, null, 15)).toBe(null)
    expect(connectionRate(5_000, null, 15)).toBe(5_000)
    expect(connectionRate(5_000, 15_000, 15)).toBe(1_000)
    expect(connectionRate(500, 15_000, 15)).toBe(500)
  })

  it('does not take the latency of small requests for the rate of the line', () => {
    const rate = new TransferRate()
    rate.add(4_096, 200)
    expect(rate.bytesPerSecond).toBe(null)
    rate.add(40_000, 10_000)
    expect(rate.bytesPerSecond).toBe(4_000)
  })
})
