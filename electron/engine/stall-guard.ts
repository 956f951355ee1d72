import { UploadError } from '../../shared/upload-error.ts'
import type { Clock } from './ports.ts'

export interface StallGuardInput {
  clock: Clock
  /** The run's signal: what aborts it aborts the request too. */
  signal: AbortSignal
  /** How long nothing may happen, in milliseconds; asked again after every sign of life. */
  allowanceMs: () => number
}

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
  { clock, signal, allowanceMs }: StallGuardInput,
  request: (guarded: GuardedRequest) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const cut = new AbortController()
  const ended = new AbortController()
  let lastSignOfLife = clock.now()
  let stalledForMs: number | null = null

  const watch = async () => {
    for (;;) {
      const leftMs = lastSignOfLife + allowanceMs() - clock.now()
      if (leftMs <= 0) break
      await clock.sleep(leftMs, ended.signal)
    }
    stalledForMs = clock.now() - lastSignOfLife
    cut.abort(stalled(stalledForMs))
  }
  const watching = watch().catch(() => undefined)

  try {
    return await request({
      signal: AbortSignal.any([signal, cut.signal]),
      touch: () => {
        lastSignOfLife = clock.now()
      },
    })
  } catch (error) {
    if (stalledForMs !== null && !signal.aborted) throw stalled(stalledForMs, error)
    throw error
  } finally {
    ended.abort()
    await watching
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
