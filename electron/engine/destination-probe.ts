import { UploadError } from '../../shared/upload-error.ts'
import type { Clock, Random } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { ObjectStores } from './ports/object-store.ts'
import { withStallGuard } from './stall-guard.ts'

const answerWithinMs = 15_000

/** What is waited for, and how patiently. */
export interface ProbePatience {
  firstDelayMs: number
  longestDelayMs: number
  /** Whether a refused probe shows that what was waited for is there all the same. */
  isBack: (error: UploadError) => boolean
}

/** Any answer of the server, even a refusal, means that it is back. */
export const untilReachable: ProbePatience = {
  firstDelayMs: 1_000,
  longestDelayMs: 30_000,
  isBack: ({ data, retry }) => data.fromServer || (retry !== 'offline' && retry !== 'transient'),
}

/** Renewing them may mean running a program, and OSS counts refusals: less often than asking whether anything answers. */
export const untilAccepted: ProbePatience = {
  firstDelayMs: 5_000,
  longestDelayMs: 300_000,
  isBack: ({ retry }) => retry !== 'auth' && retry !== 'offline' && retry !== 'transient',
}

export interface DestinationProbeInput {
  destinationId: string
  patience: ProbePatience
  stores: ObjectStores
  clock: Clock
  random: Random
  log: Log
  /** What was waited for is there. Called once; the probe has ended by then. */
  onBack: () => void
  /** Not yet; the next probe is due at `nextTryAt` (Unix milliseconds). `attempt` counts from 1. */
  onScheduled: (nextTryAt: number, attempt: number) => void
  /** What the last probe was refused with. */
  onRefused?: (error: UploadError) => void
}

/**
 * Being offline, or without credentials, is a state, not a failure: asks one destination again and again, with waits that
 * grow up to a limit, for as long as it takes.
 */
export class DestinationProbe {
  readonly #input: DestinationProbeInput
  readonly #stop = new AbortController()
  #nudge = new AbortController()

  constructor(input: DestinationProbeInput) {
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
    const { clock, random, onBack, onScheduled, patience } = this.#input
    let delayMs = patience.firstDelayMs
    for (let attempt = 1; ; attempt += 1) {
      // A little chance, so that many computers behind one broken line do not all come back in the same moment.
      const waitMs = Math.round(delayMs * (0.75 + random() * 0.25))
      onScheduled(clock.now() + waitMs, attempt)
      const nudge = this.#nudge.signal
      try {
        await clock.sleep(waitMs, AbortSignal.any([this.#stop.signal, nudge]))
        delayMs = Math.min(patience.longestDelayMs, delayMs * 2)
      } catch (error) {
        if (this.#stop.signal.aborted || !nudge.aborted) throw error
        delayMs = patience.firstDelayMs
      }
      if (await this.#isBack()) break
    }
    this.#stop.signal.throwIfAborted()
    onBack()
  }

  async #isBack(): Promise<boolean> {
    const { destinationId, stores, clock, log, patience, onRefused } = this.#input
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
      if (patience.isBack(error)) return true
      onRefused?.(error)
      return false
    }
  }
}
