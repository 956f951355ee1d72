import { describe, expect, it } from 'vitest'
import { decideRetry, defaultRetryPolicy as policy } from '../../electron/engine/retry-policy.ts'
import type { RetryClass } from '../../shared/upload-error.ts'

const highest = () => 0.999_999
const lowest = () => 0

function failure(retry: RetryClass, extra: { code?: string; retryAfterMs?: number } = {}) {
  return { retry, code: 'Any', ...extra }
}

describe('decideRetry', () => {
  it('doubles the ceiling of a jittered wait with every failure, up to the maximum', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((attempt) => {
      const decision = decideRetry(failure('transient'), attempt, policy, highest)
      return decision.action === 'retry' ? decision.delayMs : decision.action
    })
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000])
  })

  it('spreads waits over the whole range, but never down to none', () => {
    expect(decideRetry(failure('transient'), 5, policy, lowest)).toMatchObject({ delayMs: policy.minDelayMs })
    expect(decideRetry(failure('transient'), 5, policy, () => 0.5)).toMatchObject({ delayMs: 4000 })
  })

  it('waits longer and asks for fewer requests when the server asked for less', () => {
    expect(decideRetry(failure('throttled'), 1, policy, highest)).toEqual({
      action: 'retry',
      delayMs: 2000,
      slowDown: true,
    })
    expect(decideRetry(failure('transient'), 1, policy, highest)).toMatchObject({ slowDown: false })
  })

  it('honours the wait a server asked for, up to five minutes', () => {
    expect(decideRetry(failure('throttled', { retryAfterMs: 45_000 }), 1, policy, lowest)).toMatchObject({
      delayMs: 45_000,
    })
    expect(decideRetry(failure('throttled', { retryAfterMs: 86_400_000 }), 1, policy, lowest)).toMatchObject({
      delayMs: 300_000,
    })
  })

  it('gives its place to others after the last attempt, and never fails for a hiccup', () => {
    expect(decideRetry(failure('transient'), policy.attempts, policy, lowest)).toEqual({
      action: 'yield',
      delayMs: policy.maxDelayMs,
    })
  })

  it.each([
    ['offline', 'network'],
    ['auth', 'credentials'],
    ['disk', 'disk'],
    ['source', 'file'],
  ] as const)('turns %s into waiting for %s, however often it happens', (retry, cause) => {
    for (const attempt of [1, 8, 1000]) {
      expect(decideRetry(failure(retry), attempt, policy, lowest)).toEqual({ action: 'wait', cause })
    }
  })

  it('starts over when the file changed or the upload id is gone (R6, R14)', () => {
    const changed = failure('source', { code: 'FileChanged' })
    expect(decideRetry(changed, 1, policy, lowest)).toEqual({ action: 'start-over' })
    expect(decideRetry(failure('restart'), 1, policy, lowest)).toEqual({ action: 'start-over' })
  })

  it('stops at once for a permanent cause', () => {
    expect(decideRetry(failure('fatal'), 1, policy, lowest)).toEqual({ action: 'stop' })
  })
})
