import { assertNever } from '../../shared/assert-never.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { WaitingCause } from '../../shared/upload-state.ts'
import type { Random } from './ports/clock.ts'

/** Limits of trying again, as data. Times in milliseconds. */
export interface RetryPolicy {
  /** Tries in a row without a confirmed byte before the upload gives its place to others and waits. */
  attempts: number
  /** No wait is shorter: full jitter may draw zero, and a loop without any wait would hammer a sick server. */
  minDelayMs: number
  baseDelayMs: number
  maxDelayMs: number
  /** The same pair for a server that asked for less. */
  throttledBaseDelayMs: number
  throttledMaxDelayMs: number
  /** A server-requested wait counts up to here. */
  maxServerDelayMs: number
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 8,
  minDelayMs: 100,
  baseDelayMs: 500,
  maxDelayMs: 30_000,
  throttledBaseDelayMs: 2_000,
  throttledMaxDelayMs: 60_000,
  maxServerDelayMs: 300_000,
}

export type RetryDecision =
  /** The same request again after `delayMs`; `slowDown` asks for fewer requests at once. */
  | { action: 'retry'; delayMs: number; slowDown: boolean }
  /** Something outside must change first; uses up no attempt. */
  | { action: 'wait'; cause: WaitingCause }
  /** Attempts are used up: make room for others, come back after `delayMs`. */
  | { action: 'yield'; delayMs: number }
  /** The upload id or the plan is worthless: all parts again (R6, R14). */
  | { action: 'start-over' }
  /** Permanent. */
  | { action: 'stop' }

/**
 * What to do after failure number `attempt` (from 1) in a row. Callers count from 1 again once bytes were confirmed
 * since the last failure, so that a long upload over a poor line is not ended by the sum of its hiccups.
 */
export function decideRetry(
  error: Pick<UploadErrorData, 'retry' | 'retryAfterMs' | 'code'>,
  attempt: number,
  policy: RetryPolicy,
  random: Random,
): RetryDecision {
  switch (error.retry) {
    case 'transient':
    case 'throttled': {
      const delayMs = backoffDelay(error, attempt, policy, random)
      if (attempt >= policy.attempts)
        return { action: 'yield', delayMs: Math.max(delayMs, policy.maxDelayMs) }
      return { action: 'retry', delayMs, slowDown: error.retry === 'throttled' }
    }
    case 'offline':
      return { action: 'wait', cause: 'network' }
    case 'auth':
      return { action: 'wait', cause: 'credentials' }
    case 'disk':
      return { action: 'wait', cause: 'disk' }
    case 'source':
      return error.code === 'FileChanged' ? { action: 'start-over' } : { action: 'wait', cause: 'file' }
    case 'restart':
      return { action: 'start-over' }
    case 'fatal':
      return { action: 'stop' }
    default:
      return assertNever(error.retry)
  }
}

/** Full jitter: uniform between the floor and a ceiling that doubles with every failure. */
function backoffDelay(
  error: Pick<UploadErrorData, 'retry' | 'retryAfterMs'>,
  attempt: number,
  policy: RetryPolicy,
  random: Random,
): number {
  const isThrottled = error.retry === 'throttled'
  const base = isThrottled ? policy.throttledBaseDelayMs : policy.baseDelayMs
  const max = isThrottled ? policy.throttledMaxDelayMs : policy.maxDelayMs
  const ceiling = Math.min(max, base * 2 ** (attempt - 1))
  const jittered = Math.round(random() * ceiling)
  const requested = Math.min(error.retryAfterMs ?? 0, policy.maxServerDelayMs)
  return Math.max(policy.minDelayMs, jittered, requested)
}
