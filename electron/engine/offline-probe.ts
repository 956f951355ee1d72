import { UploadError } from '../../shared/upload-error.ts'
import type { Clock, Log, ObjectStores, Random } from './ports.ts'
import { withStallGuard } from './stall-guard.ts'

const firstDelayMs = 1_000
const longestDelayMs = 30_000
const answerWithinMs = 15_000

export interface OfflineProbeInput {
  destinationId: string
  stores: ObjectStores
  clock: Clock
  random: Random
  log: Log
  /** Something answers again. Called once; the probe has ended by then. */
  onReachable: () => void
  /** Nothing answered; the next probe is due at `nextTryAt` (Unix milliseconds). `attempt` counts from 1. */
  onScheduled: (nextTryAt: number, attempt: number) => void
}

/**
 * Being offline is a state, not a failure: asks one destination again and again, with waits that grow to half a minute,
 * for as long as it takes. Any answer of the server, even a refusal, means that it is back.
 */
export class OfflineProbe {
  readonly #input: OfflineProbeInput
  readonly #stop = new AbortController()
  #nudge = new AbortController()

  constructor(input: OfflineProbeInput) {
    this.#input = input
    void this.#run().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) input.log.error('probe ended', { error: String(error) })
    })
  }

  /** Probes at once, and then again with short waits. */
  nudge(): void {
    this.#nudge.abort()
    this.#nudge = new AbortController()
  }

  stop(): void {
    this.#stop.abort()
  }

  async #run(): Promise<void> {
    const { clock, random, onReachable, onScheduled } = this.#input
    let delayMs = firstDelayMs
    for (let attempt = 1; ; attempt += 1) {
      // A little chance, so that many computers behind one broken line do not all come back in the same moment.
      const waitMs = Math.round(delayMs * (0.75 + random() * 0.25))
      onScheduled(clock.now() + waitMs, attempt)
      const nudge = this.#nudge.signal
      try {
        await clock.sleep(waitMs, AbortSignal.any([this.#stop.signal, nudge]))
        delayMs = Math.min(longestDelayMs, delayMs * 2)
      } catch (error) {
        if (this.#stop.signal.aborted || !nudge.aborted) throw error
        delayMs = firstDelayMs
      }
      if (await this.#answers()) break
    }
    this.#stop.signal.throwIfAborted()
    onReachable()
  }

  async #answers(): Promise<boolean> {
    const { destinationId, stores, clock, log } = this.#input
    try {
      const store = await stores.open(destinationId)
      await withStallGuard(
        { clock, signal: this.#stop.signal, allowanceMs: () => answerWithinMs },
        ({ signal }) => store.probe(signal),
      )
      return true
    } catch (error) {
      this.#stop.signal.throwIfAborted()
      if (!(error instanceof UploadError)) throw error
      log.debug('probe', { destinationId, code: error.code })
      return error.data.fromServer || (error.retry !== 'offline' && error.retry !== 'transient')
    }
  }
}
