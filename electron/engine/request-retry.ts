import type { UploadError } from '../../shared/upload-error.ts'
import { decideRetry } from './retry-policy.ts'
import { asUploadError, type RunContext } from './run-context.ts'
import { withStallGuard } from './stall-guard.ts'

/** A request without a body of any size answers within this, or its connection is dead. */
const answerWithinMs = 60_000

/**
 * One request that is not a part: sent, and sent again as the policy says. `send` learns the number of the try, from 1.
 * Throws the last `UploadError` when the policy says anything but `retry`.
 */
export async function request<T>(
  ctx: RunContext,
  operation: string,
  send: (signal: AbortSignal, attempt: number) => Promise<T>,
): Promise<T> {
  const { clock, random } = ctx.ports
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withStallGuard(
        { clock, signal: ctx.signal, allowanceMs: () => answerWithinMs },
        ({ signal }) => send(signal, attempt),
      )
    } catch (thrown) {
      ctx.signal.throwIfAborted()
      const error = asUploadError(thrown)
      const decision = decideRetry(error.data, attempt, ctx.services.policy, random)
      if (decision.action !== 'retry') throw error
      await backOff(ctx, operation, error, attempt, decision.delayMs)
    }
  }
}

/** Shows the wait on the row (reason, attempt, time of the next try), waits, and goes on. */
export async function backOff(
  ctx: RunContext,
  operation: string,
  error: UploadError,
  attempt: number,
  delayMs: number,
): Promise<void> {
  const { code, requestId = '' } = error.data
  ctx.note('retry', { operation, attempt, code, delayMs, requestId })
  ctx.move('backOff', {
    reason: error.data,
    attempt: attempt + 1,
    nextTryAt: ctx.ports.clock.now() + delayMs,
  })
  await ctx.pause(delayMs)
  ctx.move('tryAgain', { reason: null, nextTryAt: null })
}
