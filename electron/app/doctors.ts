import type { DestinationInput } from '../../shared/destination.ts'
import { type DoctorCheck, type DoctorReport, verdictOf } from '../../shared/doctor/doctor-report.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { bucketHost } from '../doctor/bucket-host.ts'
import { placeProposal } from '../doctor/place-proposal.ts'
import { runDoctor } from '../doctor/run-doctor.ts'
import { askRegion } from '../oss/discover-region.ts'
import type { OssStore } from '../oss/oss-store.ts'
import { normalizeDestination } from './destination-input.ts'
import type { NetworkPath } from './network-path.ts'

const askWithinMs = 20_000

interface Parts {
  /** A client for what the editor holds, saved or not. */
  openStore: (input: DestinationInput) => Promise<OssStore>
  /** The way out that uploads take. */
  network: Pick<NetworkPath, 'open' | 'routeTo'>
  onCheck: (runId: string, check: DoctorCheck) => void
}

/** Examinations of destinations for the window, each under an id that the window has chosen. */
export class Doctors {
  readonly #parts: Parts
  readonly #running = new Map<string, { stop: AbortController; ended: Promise<unknown> }>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Resolves with the whole report; each check is told as it is
   * made. Throws `UploadError` for input that cannot be right.
   */
  run(runId: string, input: DestinationInput): Promise<DoctorReport> {
    const stop = new AbortController()
    const ended = this.#examine(runId, input, stop.signal)
    this.#running.set(runId, { stop, ended })
    return ended.finally(() => this.#running.delete(runId))
  }

  stop(runId: string): void {
    this.#running.get(runId)?.stop.abort()
  }

  /** Ends all of them, and waits until what they wrote is removed. */
  async close(): Promise<void> {
    const running = [...this.#running.values()]
    for (const { stop } of running) stop.abort()
    await Promise.allSettled(running.map(({ ended }) => ended))
  }

  async #examine(runId: string, input: DestinationInput, signal: AbortSignal): Promise<DoctorReport> {
    const { openStore, network, onCheck } = this.#parts
    const asked = await this.#withRegion(input, signal)
    const { endpoint, region, bucket, prefix, isCustomDomain } = normalizeDestination(asked)
    const place = { endpoint, region, bucket, prefix, isCustomDomain }
    const { ways } = await network.routeTo(bucketHost(place).origin)
    const dispatcher = network.open()
    const checks: DoctorCheck[] = []
    try {
      const store = await openStore(asked)
      try {
        for await (const check of runDoctor({ place, store, dispatcher, ways, signal })) {
          checks.push(check)
          onCheck(runId, check)
        }
      } finally {
        await store.close()
      }
    } finally {
      await dispatcher.destroy()
    }
    // A region that OSS has named is proposed for the editor, which does not have it.
    const named = asked.region === input.region ? null : { endpoint, region }
    const proposal = placeProposal(place, checks) ?? named
    return { place, checks, verdict: verdictOf(checks), proposal }
  }

  /**
   * Where neither the person nor the endpoint says the region, OSS is asked with a V1 signature, which carries none (R20).
   * Without an answer the examination goes on with V1, and its lines say what is wrong.
   */
  async #withRegion(input: DestinationInput, signal: AbortSignal): Promise<DestinationInput> {
    const withV1 = { ...input, signatureVersion: 'v1' as const }
    const { region, bucket } = normalizeDestination(withV1)
    if (region !== '' || input.signatureVersion === 'v1') return input
    const store = await this.#parts.openStore(withV1)
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(askWithinMs)])
      return { ...input, region: await askRegion(store, bucket, limit) }
    } catch (error) {
      const isInReport = error instanceof UploadError && (error.retry === 'auth' || error.retry === 'offline')
      if (isInReport || signal.aborted) return withV1
      throw error
    } finally {
      await store.close()
    }
  }
}
