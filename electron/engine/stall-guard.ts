import { UploadError } from '../../shared/upload-error.ts'
import { linkedAbort } from './linked-abort.ts'
import type { Clock } from './ports/clock.ts'
import { stallWatch } from './stall-watch.ts'

export interface StallGuardInput {
  clock: Clock
  /** The run's signal: what aborts it aborts the request too. */
  signal: AbortSignal
  /** How long nothing may happen, in milliseconds; asked again and again. */
  allowanceMs: () => number
  /** Calls back when the network or the machine has just come back, and answers what ends that. */
  onNudge?: (listener: () => void) => () => void
}

/** After a nudge, a request that has been silent for this long is taken for dead. */
const silentAfterNudgeMs = 5_000

export interface GuardedRequest {
  /** Aborts with the run, and when nothing has happened for too long. */
  signal: AbortSignal
  /** A sign of life: the allowance starts again. */
  touch: () => void
}

/**
 * Runs one request and cuts it when there is no sign of life for the allowance. A cut HTTP/1.1 request takes its
 * connection with it, so the next try goes over a new one. Throws `Stalled` (class `transient`) then.
 */
export async function withStallGuard<T>(
  { clock, signal, allowanceMs, onNudge }: StallGuardInput,
  request: (guarded: GuardedRequest) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const cut = linkedAbort(signal)
  let lastSignOfLife = clock.now()
  let stalledForMs: number | null = null

  const cutIfSilentFor = (allowedMs: number) => {
    const silentMs = clock.now() - lastSignOfLife
    // The clock was set back: begin to count again, or a dead connection would be waited for that much longer.
    if (silentMs < 0) lastSignOfLife = clock.now()
    if (silentMs < allowedMs || stalledForMs !== null) return
    stalledForMs = silentMs
    cut.abort(stalled(silentMs))
  }
  const watched = {
    dueAt: () => lastSignOfLife + allowanceMs(),
    look: () => cutIfSilentFor(allowanceMs()),
  }
  const watch = stallWatch(clock)
  const endNudges = onNudge?.(() => cutIfSilentFor(silentAfterNudgeMs))
  watch.add(watched)

  try {
    return await request({
      signal: cut.signal,
      touch: () => {
        lastSignOfLife = clock.now()
      },
    })
  } catch (error) {
    if (stalledForMs !== null && !signal.aborted) throw stalled(stalledForMs, error)
    throw error
  } finally {
    endNudges?.()
    cut.unlink()
    watch.remove(watched)
  }
}

function stalled(idleMs: number, cause?: unknown): UploadError {
  const seconds = Math.round(idleMs / 1000)
  return new UploadError(
    {
      code: 'Stalled',
      retry: 'transient',
      message: `Nothing moved for ${seconds} s; the connection was replaced.`,
      fromServer: false,
      params: { seconds },
    },
    { cause },
  )
}
